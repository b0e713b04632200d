import { RecentDeliveries } from './recent-deliveries.js';

describe('the deliveries that came lately', () => {
  it('are those that were added', () => {
    const recent = new RecentDeliveries();
    expect(recent.has('one')).toBe(false);
    recent.add('one');
    recent.add('one');
    expect(recent.has('one')).toBe(true);
    expect(recent.has('two')).toBe(false);
  });

  it('are 10,000 at most: the oldest are forgotten', () => {
    const recent = new RecentDeliveries();
    for (let number = 0; number <= 10_000; number += 1) recent.add(`delivery ${number}`);
    expect(recent.has('delivery 0')).toBe(false);
    expect(recent.has('delivery 1')).toBe(true);
    expect(recent.has('delivery 10000')).toBe(true);
  });
});
