import { compareText } from './text-order.js';

it('Texts are compared by code unit, whatever the language of the machine', () => {
  expect(['b', 'ä', 'a', 'Z'].sort(compareText)).toEqual(['Z', 'a', 'b', 'ä']);
  expect(compareText('a', 'a')).toBe(0);
});
