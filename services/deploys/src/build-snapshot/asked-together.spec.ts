import { askedTogether } from './asked-together.js';

/** Doubles numbers, and tells which were asked for together. */
function doubling({ fails = () => false }: { fails?: (numbers: readonly number[]) => boolean } = {}) {
  const together: (readonly number[])[] = [];
  const double = askedTogether(async (numbers: readonly number[]) => {
    together.push(numbers);
    if (fails(numbers)) throw new Error(`not ${numbers.join(' and ')}`);
    return numbers.map((number) => 2 * number);
  });
  return { double, together };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('Questions that come in one turn', () => {
  it('are asked together, and each gets its own answer', async () => {
    const { double, together } = doubling();
    expect(await Promise.all([3, 1, 2].map(double))).toEqual([6, 2, 4]);
    expect(together).toEqual([[3, 1, 2]]);
  });

  it('are asked together also when they follow from what was in hand', async () => {
    const { double, together } = doubling();
    const later = Promise.resolve().then(() => double(2));
    expect(await Promise.all([double(1), later])).toEqual([2, 4]);
    expect(together).toEqual([[1, 2]]);
  });

  it('are asked after the turn: what was written by then is read', async () => {
    let stored = 'old';
    const read = askedTogether(async (names: readonly string[]) => names.map(() => stored));
    const answer = read('it');
    stored = 'new';
    expect(await answer).toBe('new');
  });
});

describe('Questions that come in different turns', () => {
  it('are asked apart, and do not wait for each other', async () => {
    const slow = Promise.withResolvers<void>();
    const asked = askedTogether(async (numbers: readonly number[]) => {
      if (numbers.includes(1)) await slow.promise;
      return numbers;
    });
    const first = asked(1);
    await nextTurn();
    expect(await asked(2)).toBe(2);
    slow.resolve();
    expect(await first).toBe(1);
  });
});

describe('When asking fails', () => {
  it('fails for the question that it fails for, and for no other', async () => {
    const { double, together } = doubling({ fails: (numbers) => numbers.includes(2) });
    const outcomes = await Promise.allSettled([1, 2, 3].map(double));
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: 2 },
      { status: 'rejected', reason: { message: 'not 2' } },
      { status: 'fulfilled', value: 6 },
    ]);
    expect(together).toEqual([[1, 2, 3], [1], [2], [3]]);
  });

  it('is not asked again for a single one', async () => {
    const { double, together } = doubling({ fails: () => true });
    await expect(double(1)).rejects.toThrow('not 1');
    expect(together).toEqual([[1]]);
  });

  it('rejects also when asking throws at once', async () => {
    const asked = askedTogether((): Promise<never[]> => {
      throw new TypeError('no such thing');
    });
    await expect(asked(1)).rejects.toThrow(TypeError);
  });
});
