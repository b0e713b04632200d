import type { Fate } from './domain/fate.js';
import { GOOD_CONDUCT, WEBHOOK_EVENTS, type Webhook } from './webhook.js';
import { Webhooks } from './webhooks.js';

const webhook = (id: string): Webhook => ({
  id,
  organization: 'acme',
  url: 'http://127.0.0.1:1/hooks',
  secret: 'x',
  events: WEBHOOK_EVENTS,
  origin: 'http://127.0.0.1:2',
});

const [ONE, TWO] = [webhook('one'), webhook('two')];
const BAD = { lose: 0.5, double: 0.5, delayShare: 0.5, delayMostMs: 1_000, reorder: 0.5 };

let webhooks: Webhooks;

beforeEach(() => {
  webhooks = new Webhooks();
  webhooks.add(ONE);
  webhooks.add(TWO);
});

function fates(of: Webhook, count = 20): Fate[] {
  return Array.from({ length: count }, () => webhooks.nextFate(of));
}

describe('the fates of deliveries', () => {
  it('of one webhook do not depend on how many there were to another', () => {
    webhooks.behave({ ...BAD, seed: 4 });
    const alone = fates(ONE);
    webhooks.behave({ seed: 4 });
    const mixed = alone.map(() => {
      webhooks.nextFate(TWO);
      return webhooks.nextFate(ONE);
    });
    expect(mixed).toEqual(alone);
  });

  it('of two webhooks are not the same', () => {
    webhooks.behave({ ...BAD, seed: 4 });
    expect(fates(ONE)).not.toEqual(fates(TWO));
  });

  it('are those of the seed also for a webhook that is added after it was set', () => {
    webhooks.behave({ ...BAD, seed: 9 });
    const before = fates(TWO);
    webhooks.removeAll();
    webhooks.behave({ ...BAD, seed: 9 });
    webhooks.add(ONE);
    webhooks.add(TWO);
    expect(fates(TWO)).toEqual(before);
  });

  it('go on when the conduct changes without a seed', () => {
    webhooks.behave({ lose: 0.5, seed: 9 });
    const whole = fates(ONE);
    webhooks.behave({ seed: 9 });
    const half = fates(ONE, 10);
    webhooks.behave({ double: 0 });
    expect([...half, ...fates(ONE, 10)]).toEqual(whole);
  });
});

describe('the webhooks of the world', () => {
  it('are found by id, listed in their order, and removed with their conduct', () => {
    webhooks.behave(BAD);
    expect(webhooks.find('two')).toBe(TWO);
    expect(webhooks.all()).toEqual([ONE, TWO]);
    webhooks.removeAll();
    expect([webhooks.all(), webhooks.find('two'), webhooks.conduct]).toEqual([[], undefined, GOOD_CONDUCT]);
    expect(() => webhooks.nextFate(ONE)).toThrow('no webhook one');
  });
});
