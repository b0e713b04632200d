import { OneAtATime } from './one-at-a-time.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('One at a time', () => {
  it('runs work of one key in order, never two at once', async () => {
    const queue = new OneAtATime();
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await turn();
      log.push(`${name} ends`);
      return name;
    };

    expect(await Promise.all(['a', 'b', 'c'].map((name) => queue.run('key', work(name))))).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('runs work of other keys meanwhile', async () => {
    const queue = new OneAtATime();
    let release = (): void => undefined;
    const stuck = queue.run('stuck', () => new Promise<void>((resolve) => (release = resolve)));

    await expect(queue.run('free', async () => 'done')).resolves.toBe('done');
    release();
    await stuck;
  });

  it('goes on behind work that fails, and tells only its owner', async () => {
    const queue = new OneAtATime();
    const failing = queue.run('key', async () => Promise.reject(new Error('broken')));
    const next = queue.run('key', async () => 'done');

    await expect(failing).rejects.toThrow('broken');
    await expect(next).resolves.toBe('done');
  });

  it('forgets keys without work', async () => {
    const queue = new OneAtATime();
    const works = [queue.run('a', turn), queue.run('a', turn), queue.run('b', turn)];
    expect(queue.size).toBe(2);
    await Promise.all(works);

    expect(queue.size).toBe(0);
  });
});
