const lost: ReadonlySet<string | undefined> = new Set([
  'UNKNOWN_MEMBER_ID',
  'ILLEGAL_GENERATION',
  'FENCED_INSTANCE_ID',
  'REBALANCE_IN_PROGRESS',
]);

/**
 * Whether Kafka's answer to a heartbeat or a commit says that the partitions are no longer the member's, or soon will
 * not be.
 * @param error its name in the protocol
 */
export function lostMembership(error: string | undefined): boolean {
  return lost.has(error);
}
