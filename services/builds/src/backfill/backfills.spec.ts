import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import { backfills, Backfills, Superseded } from './backfills.js';
import { begun, ended, refusedBy, type Cause } from './domain/backfill.js';

const hour = 3_600_000;

describe('the backfills that are kept', () => {
  const documents = temporaryDocuments([backfills]);
  let clock: ManualClock;
  let kept: Backfills;
  let connection: string;

  beforeEach(() => {
    clock = new ManualClock('2026-11-23T12:00:00.000Z');
    kept = new Backfills(documents(), clock);
    connection = randomUUID();
  });

  const cause = (name: string, why = 'it is served'): Cause => ({
    organization: 'acme',
    connection,
    repository: `github.com/acme/${name}`,
    cause: why,
  });
  const next = async () => {
    const backfill = await kept.next(connection);
    if (!backfill) throw new Error('There is nothing to do.');
    return backfill;
  };
  const begin = async () => {
    const backfill = await next();
    return kept.keep(begun(backfill, clock.now(), hour), backfill);
  };
  const finish = async () => {
    const backfill = await next();
    return kept.keep(ended(backfill, clock.now()), backfill);
  };

  it('are done in the order in which they were asked for, each to its end', async () => {
    await kept.request(cause('one'));
    await clock.advance(1_000);
    await kept.request(cause('another'));
    expect((await begin()).repository).toBe('github.com/acme/one');
    expect((await finish()).repository).toBe('github.com/acme/one');
    expect((await begin()).repository).toBe('github.com/acme/another');
    await finish();
    expect(await kept.next(connection)).toBeUndefined();
  });

  it('go on with what was begun, whatever has waited longer', async () => {
    await kept.request(cause('one'));
    await begin();
    const away = cause('another');
    await kept.request(away);
    expect((await next()).repository).toBe('github.com/acme/one');
  });

  it('name the connections that have something to do', async () => {
    expect((await kept.connectionsWithDue()).has(connection)).toBe(false);
    await kept.request(cause('one'));
    expect((await kept.connectionsWithDue()).has(connection)).toBe(true);
    await begin();
    expect((await kept.connectionsWithDue()).has(connection)).toBe(true);
    await finish();
    expect((await kept.connectionsWithDue()).has(connection)).toBe(false);
  });

  it('wait until a Buildkite organization that refused is to be asked again', async () => {
    await kept.request(cause('one'));
    const running = await begin();
    const refused = await kept.keep(refusedBy(running, 'acme-labs'), running);
    await kept.keep(ended(refused, clock.now()), refused);
    expect(await kept.next(connection)).toBeUndefined();
    expect((await kept.connectionsWithDue()).has(connection)).toBe(false);
    await clock.advance(hour);
    expect((await next()).repository).toBe('github.com/acme/one');
  });

  it('begin anew for another cause, not for the same one', async () => {
    await kept.request(cause('one'));
    await begin();
    const done = await finish();
    await kept.request(cause('one'));
    expect(await kept.of(connection)).toEqual([done]);
    await kept.request(cause('one', 'it is served again'));
    expect(await kept.of(connection)).toMatchObject([{ state: 'waiting', found: 0, startedAt: null }]);
  });

  it('begin anew while they are under way, and whoever was at it stops', async () => {
    await kept.request(cause('one'));
    const running = await begin();
    await kept.request(cause('one', 'it is served again'));
    await expect(kept.keep(ended(running, clock.now()), running)).rejects.toThrow(Superseded);
    expect(await next()).toMatchObject({ state: 'waiting', revision: 2 });
  });

  it('begin anew while they wait for what Buildkite refuses', async () => {
    await kept.request(cause('one'));
    const running = await begin();
    const refused = await kept.keep(refusedBy(running, 'acme-labs'), running);
    await kept.keep(ended(refused, clock.now()), refused);
    await kept.request(cause('one', 'it is served again'));
    expect(await next()).toMatchObject({ cause: 'it is served again', listed: [], startedAt: null });
  });

  it('are taken up for the organizations of a new token, and whoever is at one begins again', async () => {
    await kept.request(cause('one'));
    const running = await begin();
    await kept.reopen(connection, ['acme-labs']);
    await expect(kept.keep(ended(running, clock.now()), running)).rejects.toThrow(Superseded);
    await finish();
    await kept.reopen(connection, ['acme-labs']);
    expect(await next()).toMatchObject({ state: 'waiting', finishedAt: null });
  });

  it('do not begin twice while they wait', async () => {
    await kept.request(cause('one'));
    await kept.request(cause('one', 'it is served again'));
    expect(await kept.of(connection)).toMatchObject([{ cause: 'it is served', revision: 0 }]);
  });

  it('begin once when several ask at once', async () => {
    await Promise.all([1, 2, 3].map((who) => kept.request(cause('one', `said by ${who}`))));
    expect(await kept.of(connection)).toMatchObject([{ state: 'waiting', revision: 0 }]);
  });

  it('are forgotten with their connection, no others are, and whoever was at one stops', async () => {
    await kept.request(cause('one'));
    await kept.request({ ...cause('one'), connection: 'another' });
    const running = await begin();
    await kept.forget(connection);
    await kept.forget(connection);
    expect(await kept.of(connection)).toEqual([]);
    expect(await kept.of('another')).toHaveLength(1);
    await expect(kept.keep(ended(running, clock.now()), running)).rejects.toThrow(Superseded);
    expect((await kept.connectionsWithDue()).has(connection)).toBe(false);
  });

  it('are those of the connection', async () => {
    await kept.request(cause('one'));
    expect(await kept.of(randomUUID())).toEqual([]);
    expect(await kept.next(randomUUID())).toBeUndefined();
  });
});
