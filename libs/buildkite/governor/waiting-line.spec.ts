import { jest } from '@jest/globals';
import type { Permit } from './governor.js';
import type { Priority } from './lanes.js';
import { WaitingLine } from './waiting-line.js';

const permit: Permit = { settle: async () => undefined };

function setUp() {
  const onGivenUp = jest.fn();
  const line = new WaitingLine(onGivenUp);
  const join = (user: string, priority: Priority, signal?: AbortSignal) =>
    line.join({ user, priority, signal, patienceMs: 5_000 }, 1_000);
  const users = () => line.idle().map(({ admission }) => admission.user);
  return { line, join, users, onGivenUp };
}

describe('the line of those who wait', () => {
  it('is in the order of priority, then of their coming', () => {
    const { join, users, line } = setUp();
    expect(line.isEmpty).toBe(true);
    for (const user of ['b1', 'l1', 'i1', 'b2', 'i2'])
      void join(user, user.startsWith('b') ? 'background' : user.startsWith('l') ? 'look-up' : 'interactive');
    expect(users()).toEqual(['i1', 'i2', 'l1', 'b1', 'b2']);
  });

  it('knows until when each would wait', () => {
    const { join, line } = setUp();
    void join('ada', 'interactive');
    void line.join({ user: 'bob', priority: 'background' }, 1_000);
    expect(line.idle().map(({ givesUpAt }) => givesUpAt)).toEqual([6_000, Infinity]);
  });

  it('passes over those that are being asked for', () => {
    const { join, users, line } = setUp();
    void join('ada', 'interactive');
    void join('bob', 'interactive');
    const [first] = line.idle();
    if (first) first.isAsked = true;
    expect(users()).toEqual(['bob']);
    expect(line.isEmpty).toBe(false);
  });

  it('is left with a permit or an error', async () => {
    const { join, line } = setUp();
    const [one, two] = [join('ada', 'interactive'), join('bob', 'interactive')];
    const [first, second] = line.idle();
    first?.admit(permit);
    second?.refuse(new Error('no'));
    expect(await one).toBe(permit);
    await expect(two).rejects.toThrow('no');
    expect(line.isEmpty).toBe(true);
    expect(first?.isOver).toBe(true);
  });

  it('is left by all when nothing goes on', async () => {
    const { join, line } = setUp();
    const all = Promise.allSettled([join('ada', 'interactive'), join('bob', 'background')]);
    line.refuseAll(new Error('no timer'));
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('is left by who gives up, who says so', async () => {
    const { join, line, onGivenUp } = setUp();
    const stop = new AbortController();
    const one = join('ada', 'interactive', stop.signal);
    const [waiting] = line.idle();
    expect(waiting?.isOver).toBe(false);
    stop.abort(new Error('shutting down'));
    await expect(one).rejects.toThrow('shutting down');
    expect(waiting?.isOver).toBe(true);
    expect(onGivenUp).toHaveBeenCalledTimes(1);
  });

  it('is not joined by who has given up already, nor left twice', async () => {
    const { join, line, onGivenUp } = setUp();
    await expect(join('ada', 'interactive', AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
    const stop = new AbortController();
    void join('bob', 'interactive', stop.signal);
    line.idle()[0]?.admit(permit);
    stop.abort();
    expect(onGivenUp).not.toHaveBeenCalled();
  });
});
