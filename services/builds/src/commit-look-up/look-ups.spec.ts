import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import { newSha } from '../testing/new-sha.js';
import { requestedLookUp, type LookUp } from './domain/look-up.js';
import { lookUps, LookUps } from './look-ups.js';

describe('what is to be looked up', () => {
  const documents = temporaryDocuments([lookUps]);
  let clock: ManualClock;
  let kept: LookUps;
  let connection: string;

  beforeEach(() => {
    clock = new ManualClock('2026-11-23T12:00:00.000Z');
    kept = new LookUps(documents(), clock);
    connection = randomUUID();
  });

  const lookUp = (dueInSeconds = 0): LookUp => {
    const dueAt = new Date(clock.now().getTime() + dueInSeconds * 1_000).toISOString();
    const deployedAt = clock.now().toISOString();
    const deploy = { id: randomUUID(), organization: 'acme', connection, sha: newSha(), deployedAt };
    return { ...requestedLookUp(deploy, deployedAt), dueAt };
  };
  const idsOf = (found: readonly LookUp[]) => found.map(({ id }) => id);

  it('is due when its time has come, the longest due first', async () => {
    const [now, before, later] = [lookUp(), lookUp(-60), lookUp(60)];
    await kept.request([now, before, later]);
    expect(idsOf(await kept.due(connection, 10))).toEqual([before.id, now.id]);
    expect(idsOf(await kept.due(connection, 1))).toEqual([before.id]);
    await clock.advance(60_000);
    expect(idsOf(await kept.due(connection, 10))).toEqual([before.id, now.id, later.id]);
  });

  it('says when the next will be due', async () => {
    expect(await kept.nextDueAt(connection)).toBeUndefined();
    await kept.request([lookUp(), lookUp(90), lookUp(60)]);
    expect(await kept.nextDueAt(connection)).toBe('2026-11-23T12:01:00.000Z');
  });

  it('stays as it is when it is requested again', async () => {
    const requested = lookUp();
    await kept.request([requested]);
    await kept.keep([{ ...requested, state: 'answered', dueAt: null }]);
    await kept.request([requested]);
    expect(await kept.due(connection, 10)).toEqual([]);
  });

  it('is found by connection', async () => {
    await kept.request([lookUp()]);
    expect(await kept.connectionsWithDue()).toContain(connection);
    const [mine] = await kept.due(connection, 1);
    expect(mine?.connection).toBe(connection);
    expect(await kept.due(randomUUID(), 1)).toEqual([]);
  });

  it('is no connection to wake while nothing of it is due', async () => {
    await kept.request([lookUp(60)]);
    expect(await kept.connectionsWithDue()).not.toContain(connection);
  });

  it('is due again once it is no longer refused', async () => {
    const refused: LookUp = { ...lookUp(), state: 'refused', dueAt: null };
    await kept.request([refused]);
    expect(await kept.due(connection, 10)).toEqual([]);
    expect(await kept.revive(connection)).toBe(1);
    expect(idsOf(await kept.due(connection, 10))).toEqual([refused.id]);
    expect(await kept.revive(connection)).toBe(0);
  });

  it('is counted while it waits', async () => {
    const states = ['answered', 'refused', 'wanted'] as const;
    await kept.request([
      lookUp(),
      lookUp(60),
      ...states.map((state): LookUp => ({ ...lookUp(), state, dueAt: null })),
    ]);
    expect(await kept.countPending(connection)).toBe(3);
  });

  it('may be nothing', async () => {
    await kept.request([]);
    await kept.keep([]);
    expect(await kept.countPending(connection)).toBe(0);
  });
});
