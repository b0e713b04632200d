import type { Leases } from '#libs/platform';

/** Leases of one process, each free until it is taken and free again once it is released. */
export function sharedLeases(): Leases {
  const held = new Set<string>();
  const leases: Pick<Leases, 'acquire'> = {
    async acquire(name) {
      if (held.has(name)) return undefined;
      held.add(name);
      const lease = {
        name,
        fence: 1,
        expiresAt: Infinity,
        renew: async () => held.has(name),
        isHeld: async () => held.has(name),
        release: async () => void held.delete(name),
      };
      return lease as unknown as Awaited<ReturnType<Leases['acquire']>>;
    },
  };
  return leases as unknown as Leases;
}
