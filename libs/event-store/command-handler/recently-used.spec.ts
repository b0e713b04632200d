import { RecentlyUsed } from './recently-used.js';

describe('What was used recently', () => {
  it('is kept', () => {
    const values = new RecentlyUsed<number>(2);
    values.set('a', 1);
    values.set('a', 2);

    expect(values.get('a')).toBe(2);
    expect(values.get('b')).toBeUndefined();
  });

  it('pushes out what was used longest ago', () => {
    const values = new RecentlyUsed<number>(2);
    values.set('a', 1);
    values.set('b', 2);
    values.get('a');
    values.set('c', 3);

    expect([values.get('a'), values.get('b'), values.get('c')]).toEqual([1, undefined, 3]);
  });

  it('takes a value written again for a used one', () => {
    const values = new RecentlyUsed<number>(2);
    values.set('a', 1);
    values.set('b', 2);
    values.set('a', 3);
    values.set('c', 4);

    expect([values.get('a'), values.get('b'), values.get('c')]).toEqual([3, undefined, 4]);
  });
});
