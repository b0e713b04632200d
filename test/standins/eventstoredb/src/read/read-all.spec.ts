import { BACKWARDS, END, START, jsonEvent, type Position, type ReadAllOptions } from '@eventstore/db-client';
import { allOf, rejectionOf, startWire, type Wire } from '../../testing/wire.js';

describe('a read of everything', () => {
  let wire: Wire;
  const positions: Position[] = [];

  beforeAll(async () => {
    wire = await startWire();
    for (const [stream, number] of [
      ['a', 0],
      ['b', 1],
      ['a', 2],
    ] as const) {
      const { position } = await wire.client.appendToStream(
        stream,
        jsonEvent({ type: 'N', data: { number } }),
      );
      if (position !== undefined) positions.push(position);
    }
  });
  afterAll(() => wire.close());

  async function numbers(options: ReadAllOptions): Promise<unknown[]> {
    const events = await allOf(wire.client.readAll(options));
    return events.map(({ event }) =>
      event?.type === 'N' ? (event.data as { number: number }).number : event?.type,
    );
  }
  const at = (index: number): Position => positions[index] ?? { commit: -1n, prepare: -1n };

  it('begins with what the server wrote for itself', async () => {
    expect(await numbers({ fromPosition: START })).toEqual(['$metadata', 0, 1, 2]);
    expect(at(0).commit).toBeGreaterThan(0n);
  });

  it.each<[string, () => ReadAllOptions, unknown[]]>([
    ['from a position, inclusive', () => ({ fromPosition: at(1) }), [1, 2]],
    ['of so many', () => ({ fromPosition: at(0), maxCount: 2 }), [0, 1]],
    ['from the end', () => ({ fromPosition: END }), []],
    ['from behind the end', () => ({ fromPosition: { commit: 999_999n, prepare: 999_999n } }), []],
    ['backwards', () => ({ direction: BACKWARDS, fromPosition: END, maxCount: 2 }), [2, 1]],
    [
      'backwards from a position, exclusive',
      () => ({ direction: BACKWARDS, fromPosition: at(1) }),
      [0, '$metadata'],
    ],
    ['backwards from the start', () => ({ direction: BACKWARDS, fromPosition: START }), []],
  ])('%s', async (_, options, expected) => {
    expect(await numbers(options())).toEqual(expected);
  });

  it('from a place where no event begins fails as the real server does', async () => {
    const fromPosition = { commit: at(1).commit + 1n, prepare: at(1).prepare + 1n };
    expect(await rejectionOf(numbers({ fromPosition }))).toMatchObject({
      type: 'unknown',
      message: expect.stringContaining('Unexpected ReadAllResult: InvalidPosition') as string,
    });
  });

  it('goes over many pages', async () => {
    await wire.client.appendToStream(
      'many',
      Array.from({ length: 200 }, () => jsonEvent({ type: 'M', data: {} })),
    );
    const found = await numbers({ fromPosition: START });
    expect(found.filter((type) => type === 'M')).toHaveLength(200);
    expect((await numbers({ direction: BACKWARDS, fromPosition: END, maxCount: 150 })).length).toBe(150);
  });
});
