import type { Leases } from '#libs/platform';

const longestMs = 3_000;

/** Leases of instances that run in one process; a lease that nobody gives back is held for ever. */
export interface SharedLeases extends Leases {
  readonly held: ReadonlySet<string>;
  /** Another instance takes a lease and keeps it, as if the holder had stood still until it looks at it next. */
  take(name: string): Taken;
}

/** What the holder does that stood still. */
export interface Taken {
  /** It sees that its time has run out; to renew takes seconds then. */
  readonly woken: Promise<void>;
  /** It has ended what it did under the lease. */
  readonly ended: Promise<void>;
}

export function sharedLeases(): SharedLeases {
  const held = new Set<string>();
  const taken = new Map<string, { wake(): void; end(): void }>();
  const leases = {
    held,
    take(name: string): Taken {
      const [woken, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      taken.set(name, { wake: woken.resolve, end: ended.resolve });
      return { woken: woken.promise, ended: ended.promise };
    },
    async acquire(name: string) {
      if (held.has(name)) return undefined;
      held.add(name);
      return {
        name,
        fence: 1,
        get expiresAt() {
          taken.get(name)?.wake();
          return taken.has(name) ? -Infinity : Infinity;
        },
        async renew() {
          taken.get(name)?.wake();
          if (taken.has(name)) await new Promise((resolve) => setTimeout(resolve, longestMs));
          return held.has(name) && !taken.has(name);
        },
        async release() {
          if (taken.has(name)) taken.get(name)?.end();
          else held.delete(name);
        },
      };
    },
  };
  return leases as unknown as SharedLeases;
}
