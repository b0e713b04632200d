import { ManualClock } from '../testing/manual-clock.js';
import { WrongKeyLimit } from './wrong-key-limit.js';

function countMany(limit: WrongKeyLimit, address: string, times: number): (number | undefined)[] {
  return Array.from({ length: times }, () => limit.count(address));
}

describe('the limit on wrong keys', () => {
  it('lets an address guess thirty times a minute', async () => {
    const limit = new WrongKeyLimit(new ManualClock());
    expect(countMany(limit, 'a', 30)).toEqual(Array.from({ length: 30 }, () => undefined));
    expect(limit.count('a')).toBe(60);
  });

  it('says how long to wait', async () => {
    const clock = new ManualClock();
    const limit = new WrongKeyLimit(clock);
    countMany(limit, 'a', 30);
    await clock.advance(45_500);
    expect(limit.count('a')).toBe(15);
  });

  it('forgets after a minute', async () => {
    const clock = new ManualClock();
    const limit = new WrongKeyLimit(clock);
    countMany(limit, 'a', 31);
    await clock.advance(60_000);
    expect(limit.count('a')).toBeUndefined();
  });

  it('counts each address by itself', () => {
    const limit = new WrongKeyLimit(new ManualClock());
    countMany(limit, 'a', 31);
    expect(limit.count('b')).toBeUndefined();
  });

  it('remembers a bounded number of addresses, the oldest go first', () => {
    const limit = new WrongKeyLimit(new ManualClock());
    countMany(limit, 'old', 31);
    for (let other = 0; other < 10_000; other += 1) limit.count(`address ${other}`);
    expect(limit.count('old')).toBeUndefined();
  });
});
