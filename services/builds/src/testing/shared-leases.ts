import type { Leases } from '#libs/platform';

/** Leases of instances that run in one process; a lease that nobody gives back is held for ever. */
export function sharedLeases(): Leases & { readonly held: ReadonlySet<string> } {
  const held = new Set<string>();
  const leases = {
    held,
    async acquire(name: string) {
      if (held.has(name)) return undefined;
      held.add(name);
      return {
        name,
        fence: 1,
        expiresAt: Infinity,
        renew: async () => held.has(name),
        release: async () => void held.delete(name),
      };
    },
  };
  return leases as unknown as Leases & { readonly held: ReadonlySet<string> };
}
