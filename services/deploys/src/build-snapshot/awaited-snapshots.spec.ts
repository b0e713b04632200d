import { temporaryDocuments } from '#libs/documents/testing';
import { randomUUID } from 'node:crypto';
import { intercepted } from '../testing/intercepted.js';
import { AwaitedSnapshots, awaitedSnapshots } from './awaited-snapshots.js';

const documents = temporaryDocuments([awaitedSnapshots]);
const noon = '2026-11-23T12:00:00.000Z';
const later = '2026-11-23T12:10:00.000Z';
let awaited: AwaitedSnapshots;
let deploy: string;

beforeEach(async () => {
  awaited = new AwaitedSnapshots(documents());
  for (const { id } of await awaited.nextDue(100)) await awaited.taken(id);
  deploy = randomUUID();
});

const due = async (limit = 100) => (await awaited.nextDue(limit)).map(({ id }) => id);

describe('An awaited snapshot', () => {
  it('is not there before it is gathered', async () => {
    expect(await awaited.get(deploy)).toBeUndefined();
    expect(await due()).toEqual([]);
  });

  it('is due when it was first said to be', async () => {
    await awaited.collecting(deploy, noon);
    await awaited.collecting(deploy, later);
    expect(await awaited.get(deploy)).toMatchObject({ state: 'collecting', dueAt: noon });
    expect(await due()).toEqual([deploy]);
  });

  it('is due no more once it was taken, and nothing leads back', async () => {
    await awaited.collecting(deploy, noon);
    await awaited.taken(deploy);
    await awaited.collecting(deploy, later);
    await awaited.unserved(deploy);
    expect(await awaited.get(deploy)).toMatchObject({ state: 'taken', dueAt: null });
    expect(await due()).toEqual([]);
  });

  it('is due no more while no build server serves the deploy, and has its whole time when one does', async () => {
    await awaited.collecting(deploy, noon);
    await awaited.unserved(deploy);
    expect(await due()).toEqual([]);
    await awaited.collecting(deploy, later);
    expect(await awaited.get(deploy)).toMatchObject({ state: 'collecting', dueAt: later });
  });

  it('can be taken without ever having been gathered', async () => {
    await awaited.taken(deploy);
    expect(await awaited.get(deploy)).toMatchObject({ state: 'taken' });
  });

  it('ends as taken, whoever is quicker', async () => {
    await Promise.all([
      awaited.collecting(deploy, noon),
      awaited.taken(deploy),
      awaited.collecting(deploy, later),
      awaited.unserved(deploy),
    ]);
    expect(await awaited.get(deploy)).toMatchObject({ state: 'taken' });
  });
});

describe('One that is known to be taken', () => {
  let uses: number;
  let counting: AwaitedSnapshots;

  beforeEach(() => {
    uses = 0;
    counting = new AwaitedSnapshots(intercepted(documents(), async () => void (uses += 1)));
  });

  it.each([
    ['because it was taken here', () => counting.taken(deploy)],
    [
      'because it was taken elsewhere, and asked for here',
      async () => {
        await awaited.taken(deploy);
        await counting.unserved(deploy);
      },
    ],
  ])('is not asked for again: %s', async (_why, know) => {
    await know();
    uses = 0;
    await counting.taken(deploy);
    await counting.collecting(deploy, later);
    expect(await counting.unserved(deploy)).toBe(false);
    expect(uses).toBe(0);
    expect(await counting.get(deploy)).toMatchObject({ state: 'taken' });
  });

  it('is asked for as long as it is not taken', async () => {
    await counting.collecting(deploy, noon);
    expect(await awaited.unserved(deploy)).toBe(true);
    await counting.collecting(deploy, later);
    expect(await counting.get(deploy)).toMatchObject({ state: 'collecting', dueAt: later });
  });
});

describe('Those that are due next', () => {
  it('come in the order of their times, as many as are asked for', async () => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    await awaited.collecting(third, '2026-11-23T12:30:00.000Z');
    await awaited.collecting(first, noon);
    await awaited.collecting(second, later);
    expect(await due()).toEqual([first, second, third]);
    expect(await due(2)).toEqual([first, second]);
  });
});
