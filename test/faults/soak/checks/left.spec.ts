import { aBuild, aBuildObserved, aCommitLookedUp, acme } from '#libs/contracts/testing';
import { lookKey, looksIn } from './left.js';

describe('the looks on a log', () => {
  it('are each there once, by build and connection, in the order of their times', () => {
    const late = aBuildObserved({ lookedAt: '2026-11-23T12:05:00.000Z' });
    const early = aBuildObserved({ lookedAt: '2026-11-23T11:55:00.000Z' });
    const other = aBuildObserved({ build: aBuild({ id: 'other' }) });
    const looks = looksIn([late, other, early, late, aCommitLookedUp()]);
    expect([...looks.keys()].sort()).toEqual(
      [lookKey(acme.connection, acme.build), lookKey(acme.connection, 'other')].sort(),
    );
    expect(looks.get(lookKey(acme.connection, acme.build))).toEqual([early.data, late.data]);
  });
});
