import { inspect } from 'node:util';
import { Secret } from './secret.js';

describe('a secret', () => {
  const secret = new Secret('hunter2');

  it('tells itself only to who asks for it', () => {
    expect(secret.reveal()).toBe('hunter2');
  });

  it.each([
    ['printed', `${String(secret)} ${secret as unknown as string}`],
    ['serialised', JSON.stringify({ secret, list: [secret] })],
    ['inspected', inspect({ secret }, { depth: 5, showHidden: true })],
    ['spread', JSON.stringify({ ...secret })],
    ['listed', Object.keys(secret).join()],
  ])('does not when it is %s', (_, text) => {
    expect(text).not.toContain('hunter2');
  });
});
