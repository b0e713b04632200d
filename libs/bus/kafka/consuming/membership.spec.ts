import { lostMembership } from './membership.js';

describe('Membership', () => {
  it.each(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'REBALANCE_IN_PROGRESS', 'FENCED_INSTANCE_ID'])(
    'is lost after %s',
    (error) => expect(lostMembership(error)).toBe(true),
  );

  it.each(['NOT_COORDINATOR_FOR_GROUP', 'COORDINATOR_LOAD_IN_PROGRESS', undefined])(
    'is not lost after %s',
    (error) => expect(lostMembership(error)).toBe(false),
  );
});
