/**
 * A revision of the client (uint64) as the number that the port speaks of.
 * @throws RangeError when it is beyond what a number tells apart
 */
export function toRevision(revision: bigint): number {
  if (revision < 0n || revision > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new RangeError(`Revision ${revision} is not one that can be counted with.`);
  }
  return Number(revision);
}
