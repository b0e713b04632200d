import { Followers } from './followers.js';

const NEVER = new AbortController().signal;

async function elapsed(action: Promise<void>): Promise<number> {
  const before = performance.now();
  await action;
  return performance.now() - before;
}

describe('those who follow the clock', () => {
  it('are told when it is turned', async () => {
    const followers = new Followers();
    const [one, two] = [followers.wait(60_000, NEVER), followers.wait(60_000, NEVER)];
    followers.release();
    await Promise.all([one, two]);
  });

  it('wait no longer than they want to', async () => {
    await new Followers().wait(20, NEVER);
  });

  it('wait no longer than they listen', async () => {
    const gone = new AbortController();
    const waiting = new Followers().wait(60_000, gone.signal);
    gone.abort();
    await waiting;
  });

  it('are all back when nobody has left', async () => {
    expect(await elapsed(new Followers().allBack(5_000))).toBeLessThan(2_500);
  });

  it('are waited for until they are back', async () => {
    const followers = new Followers();
    followers.leave();
    followers.leave();
    let back = false;
    const all = followers.allBack(30_000).then(() => {
      expect(back).toBe(true);
    });
    followers.arrive();
    await new Promise((resolve) => setTimeout(resolve, 40));
    back = true;
    followers.arrive();
    await all;
  });

  it('are not waited for without end', async () => {
    const followers = new Followers();
    followers.leave();
    expect(await elapsed(followers.allBack(50))).toBeGreaterThanOrEqual(45);
  });

  it('are forgotten when they have been away for long', async () => {
    const followers = new Followers();
    followers.leave();
    expect(await elapsed(followers.allBack(60_000))).toBeLessThan(30_000);
  });
});
