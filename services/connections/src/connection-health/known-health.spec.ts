import fc from 'fast-check';
import { aConnectionHealthChanged, aProjectCreated } from '#libs/contracts/testing';
import type { ConnectionProblem } from '#libs/contracts';
import { temporaryDocuments } from '#libs/documents/testing';
import { randomUUID } from 'node:crypto';
import { aCheckedToken } from '../testing/checked-token.js';
import { ConnectionHealthConsumer } from './connection-health.consumer.js';
import { KnownHealth, knownHealth } from './known-health.js';

const documents = temporaryDocuments([knownHealth]);
let known: KnownHealth;
let connection: string;
let tokenVersion: string;

beforeEach(() => {
  known = new KnownHealth(documents());
  connection = randomUUID();
  tokenVersion = randomUUID();
});

const problem = (code: ConnectionProblem['code']): ConnectionProblem => ({
  code,
  detail: 'As it was told.',
  since: '2026-03-01T11:00:00.000Z',
  buildkiteOrganization: null,
});
const told = (minute: number, ...codes: readonly ConnectionProblem['code'][]) =>
  aConnectionHealthChanged({
    connection,
    tokenVersion,
    at: `2026-03-01T12:0${minute}:00.000Z`,
    health: codes[0] ?? 'healthy',
    problems: codes.map((code) => problem(code)),
  });
const codes = async (version = tokenVersion, organization = 'acme', id = connection) => {
  const health = await known.of(organization, [{ id, token: aCheckedToken({ version }) }]);
  return health.get(id)?.map(({ code }) => code);
};

describe('the health of connections as it is known', () => {
  it('is none before any was heard of', async () => {
    expect(await codes()).toBeUndefined();
  });

  it('is what was told last', async () => {
    await known.remember([told(0, 'scope-missing', 'webhook-silent')]);
    expect(await codes()).toEqual(['scope-missing', 'webhook-silent']);
    await known.remember([told(1)]);
    expect(await codes()).toEqual([]);
  });

  it('is that of the present token, whatever comes of a former one and whenever', async () => {
    const present = randomUUID();
    await known.remember([told(0, 'token-rejected')]);
    expect(await codes(present)).toBeUndefined();
    await known.remember([
      aConnectionHealthChanged({ ...told(1, 'scope-missing').data, tokenVersion: present }),
    ]);
    await known.remember([told(2, 'token-rejected')]);
    expect(await codes(present)).toEqual(['scope-missing']);
  });

  it('is nobody else’s', async () => {
    await known.remember([told(0, 'scope-missing')]);
    expect(await codes(tokenVersion, 'globex')).toBeUndefined();
    expect(await codes(tokenVersion, 'acme', randomUUID())).toBeUndefined();
  });

  it('takes no notice of other facts', async () => {
    await known.remember([aProjectCreated()]);
    expect(await codes()).toBeUndefined();
  });

  it('comes out the same in whatever order and however often it is told', async () => {
    const events = [told(0, 'scope-missing'), told(1), told(2, 'rate-limited'), told(3, 'token-rejected')];
    const consumer = new ConnectionHealthConsumer(known);
    const batches = fc
      .shuffledSubarray([...events, ...events], { minLength: events.length * 2 })
      .chain((all) => fc.integer({ min: 1, max: 4 }).map((size) => ({ all, size })));
    await fc.assert(
      fc.asyncProperty(batches, async ({ all, size }) => {
        tokenVersion = randomUUID();
        const own = all.map(({ data }) => aConnectionHealthChanged({ ...data, tokenVersion }));
        for (let first = 0; first < own.length; first += size)
          await consumer.handle(own.slice(first, first + size));
        expect(await codes()).toEqual(['token-rejected']);
      }),
      { numRuns: 20 },
    );
  });
});
