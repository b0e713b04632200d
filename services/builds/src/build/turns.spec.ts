import { Turns } from './turns.js';

describe('turns', () => {
  it('are taken one after the other, in the order in which they were asked for', async () => {
    const turns = new Turns();
    const first = Promise.withResolvers<void>();
    const story: string[] = [];
    const one = turns.take('a', async () => {
      story.push('one begins');
      await first.promise;
      story.push('one ends');
    });
    const other = turns.take('a', async () => void story.push('other'));
    await new Promise(setImmediate);
    expect(story).toEqual(['one begins']);
    first.resolve();
    await Promise.all([one, other]);
    expect(story).toEqual(['one begins', 'one ends', 'other']);
  });

  it('of another name are not waited for', async () => {
    const turns = new Turns();
    void turns.take('a', () => new Promise(() => undefined));
    expect(await turns.take('b', async () => 'done')).toBe('done');
  });

  it('are passed on when one fails', async () => {
    const turns = new Turns();
    const failing = turns.take('a', () => Promise.reject(new Error('The bus is away.')));
    const next = turns.take('a', async () => 'done');
    await expect(failing).rejects.toThrow('The bus is away.');
    expect(await next).toBe('done');
  });

  it('leave nothing behind', async () => {
    const turns = new Turns();
    await Promise.all([
      turns.take('a', async () => 1),
      turns.take('a', async () => 2),
      turns.take('b', async () => 3),
    ]);
    expect(turns.size).toBe(0);
  });
});
