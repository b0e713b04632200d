import { Budgets } from './budgets.js';

describe('budgets', () => {
  it('are one per key', () => {
    const users = new Budgets(50);
    users.of('ada', 0).start();
    expect(users.of('ada', 0)).toBe(users.of('ada', 0));
    expect(users.report('ada', 0).used).toBe(1);
    expect(users.report('bob', 0)).toEqual({
      limit: 50,
      ceiling: 40,
      used: 0,
      remaining: null,
      limitedForMs: 0,
    });
  });

  it('of two keys can become one, with all that was counted under either', () => {
    const users = new Budgets(50);
    users.of('ada', 0).start();
    for (let request = 0; request < 2; request++) {
      users.of('token', 0).start();
      users.of('token', 0).end(0);
    }
    users.unite('ada', 'token', 0);
    expect(users.of('token', 0)).toBe(users.of('ada', 0));
    expect(users.report('ada', 0).used).toBe(3);
    users.unite('ada', 'token', 0);
    expect(users.report('ada', 0).used).toBe(3);
  });

  it('of a key that is new can be that of another', () => {
    const users = new Budgets(50);
    users.unite('ada', 'token', 0);
    users.of('token', 0).start();
    expect(users.report('ada', 0).used).toBe(1);
  });

  it('are forgotten when they are idle and there are very many, so that they do not grow for ever', () => {
    const users = new Budgets(50);
    const busy = users.of('busy', 0);
    busy.start();
    const first = users.of('user-0', 0);
    for (let user = 1; user < 2_000; user++) users.of(`user-${user}`, 0);
    expect(users.of('user-0', 0)).not.toBe(first);
    expect(users.of('busy', 0)).toBe(busy);
  });
});
