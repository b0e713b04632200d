import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock } from '../testing/index.js';
import { leaseCollection } from './lease-collection.js';
import { openLeases, type Leases } from './leases.js';

const ttlMs = 30_000;

describe('A lease', () => {
  const documents = temporaryDocuments([leaseCollection]);
  let clock: ManualClock;
  let one: Leases;
  let two: Leases;
  let name: string;
  let names = 0;

  const of = (owner: string) => openLeases({ documents: documents(), clock, owner });

  beforeEach(() => {
    clock = new ManualClock();
    one = of('one');
    two = of('two');
    name = `relay ${(names += 1)}`;
  });

  it('is held by one owner at a time', async () => {
    expect(await one.acquire(name, { ttlMs })).toMatchObject({ name, fence: 1 });
    expect(await two.acquire(name, { ttlMs })).toBeUndefined();
  });

  it('has no part in a lease of another name', async () => {
    await one.acquire(name, { ttlMs });
    expect(await two.acquire(`${name} of another kind`, { ttlMs })).toBeDefined();
  });

  it('is won by one of many who ask at the same time', async () => {
    const owners = Array.from({ length: 16 }, (_, index) => of(`owner ${index}`));
    const leases = await Promise.all(owners.map((owner) => owner.acquire(name, { ttlMs })));
    expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
  });

  it('can be taken over from the instant it ends, not before', async () => {
    const lease = await one.acquire(name, { ttlMs });
    expect(lease?.expiresAt).toBe(clock.now().getTime() + ttlMs);

    await clock.advance(ttlMs - 1);
    expect(await two.acquire(name, { ttlMs })).toBeUndefined();
    await clock.advance(1);
    expect(await two.acquire(name, { ttlMs })).toMatchObject({ fence: 2 });
  });

  it('is held for longer when it is renewed', async () => {
    const lease = await one.acquire(name, { ttlMs });
    await clock.advance(20_000);
    expect(await lease?.renew()).toBe(true);
    expect(lease?.expiresAt).toBe(clock.now().getTime() + ttlMs);

    await clock.advance(20_000);
    expect(await two.acquire(name, { ttlMs })).toBeUndefined();
    await clock.advance(10_000);
    expect(await two.acquire(name, { ttlMs })).toBeDefined();
  });

  it('cannot be renewed once another has taken it over', async () => {
    const lease = await one.acquire(name, { ttlMs });
    await clock.advance(ttlMs);
    const next = await two.acquire(name, { ttlMs });

    expect(await lease?.renew()).toBe(false);
    expect(await lease?.renew()).toBe(false);
    expect(await next?.renew()).toBe(true);
  });

  it('can still be renewed when it ended and nobody took it', async () => {
    const lease = await one.acquire(name, { ttlMs });
    await clock.advance(ttlMs * 2);
    expect(await lease?.renew()).toBe(true);
    expect(await two.acquire(name, { ttlMs })).toBeUndefined();
  });

  it('goes to the next at once when it is released, with a higher fence', async () => {
    const lease = await one.acquire(name, { ttlMs });
    await lease?.release();
    expect(await two.acquire(name, { ttlMs })).toMatchObject({ fence: 2 });
  });

  it('that was released is neither renewed nor released again', async () => {
    const lease = await one.acquire(name, { ttlMs });
    await lease?.release();
    const next = await two.acquire(name, { ttlMs });

    expect(await lease?.renew()).toBe(false);
    await lease?.release();
    expect(await next?.renew()).toBe(true);
  });

  it('that was lost does not release that of the next', async () => {
    const lease = await one.acquire(name, { ttlMs });
    await clock.advance(ttlMs);
    await two.acquire(name, { ttlMs });
    await lease?.release();
    expect(await of('three').acquire(name, { ttlMs })).toBeUndefined();
  });

  it('can be renewed and released at the same time', async () => {
    const lease = await one.acquire(name, { ttlMs });
    const outcomes = Promise.all([lease?.renew() ?? false, lease?.renew() ?? false, lease?.release()]);

    expect(await outcomes).toEqual([true, true, undefined]);
    expect(await two.acquire(name, { ttlMs })).toBeDefined();
  });

  it('comes back at once to the owner who held it in an earlier life, whose lease is then lost', async () => {
    const before = await one.acquire(name, { ttlMs });
    const after = await of('one').acquire(name, { ttlMs });

    expect(after).toMatchObject({ fence: 2 });
    expect(await before?.renew()).toBe(false);
    expect(await after?.renew()).toBe(true);
  });

  it('has fences that only grow', async () => {
    const fences: (number | undefined)[] = [];
    for (const leases of [one, two, one, two]) {
      fences.push((await leases.acquire(name, { ttlMs }))?.fence);
      await clock.advance(ttlMs);
    }
    expect(fences).toEqual([1, 2, 3, 4]);
  });

  it('knows that it is held while its time has not run out, and asks when it has', async () => {
    const lease = await one.acquire(name, { ttlMs });
    await clock.advance(ttlMs - 1);
    expect(await lease?.isHeld()).toBe(true);
    await clock.advance(1);
    expect(await lease?.isHeld()).toBe(true);
    expect(await two.acquire(name, { ttlMs })).toBeUndefined();
  });

  it('knows that it is not held when another took it while its holder stood still', async () => {
    const lease = await one.acquire(name, { ttlMs });
    await clock.advance(ttlMs);
    await two.acquire(name, { ttlMs });
    expect(await lease?.isHeld()).toBe(false);
    expect(await lease?.isHeld()).toBe(false);
  });

  it('is not held once it is released', async () => {
    const lease = await one.acquire(name, { ttlMs });
    await lease?.release();
    expect(await lease?.isHeld()).toBe(false);
  });

  describe('whose owner has a clock that runs hours ahead', () => {
    let elapsedMs: number;
    let waiting: Leases;

    beforeEach(async () => {
      elapsedMs = 0;
      waiting = openLeases({ documents: documents(), clock, elapsedMs: () => elapsedMs, owner: 'waiting' });
    });

    const ahead = () => of('ahead').acquire(name, { ttlMs: ttlMs + 3 * 3_600_000 });
    const waited = (ms: number) => {
      elapsedMs += ms;
      return waiting.acquire(name, { ttlMs });
    };

    it('goes to one that waited for as long as it is held when its owner has died', async () => {
      await ahead();
      expect(await waited(0)).toBeUndefined();
      expect(await waited(ttlMs - 1)).toBeUndefined();
      expect(await waited(1)).toMatchObject({ fence: 2 });
    });

    it('stays where it is while it is renewed', async () => {
      const lease = await ahead();
      for (let turn = 0; turn < 9; turn += 1) {
        expect(await waited(ttlMs / 3)).toBeUndefined();
        expect(await lease?.renew()).toBe(true);
      }
    });
  });
});
