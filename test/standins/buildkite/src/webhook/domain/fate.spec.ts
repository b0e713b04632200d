import { GOOD_CONDUCT, type WebhookConduct } from '../webhook.js';
import { drawFate, type Fate } from './fate.js';
import { seeded } from './seeded.js';

function fates(conduct: Partial<WebhookConduct>, count = 1_000): Fate[] {
  const random = seeded(3);
  return Array.from({ length: count }, () => drawFate({ ...GOOD_CONDUCT, ...conduct }, random));
}

describe('the fate of a delivery', () => {
  it('is good unless the conduct says otherwise', () => {
    expect(new Set(fates({}).map((fate) => JSON.stringify(fate)))).toEqual(
      new Set([JSON.stringify({ isLost: false, isDoubled: false, delayMs: 0, isOvertaken: false })]),
    );
  });

  it('is bad for the share that is asked for', () => {
    const drawn = fates({ lose: 0.1, double: 0.3, delayShare: 0.5, delayMostMs: 90_000, reorder: 0.7 });
    const share = (is: (fate: Fate) => boolean): number => drawn.filter(is).length / drawn.length;
    expect(share(({ isLost }) => isLost)).toBeCloseTo(0.1, 1);
    expect(share(({ isDoubled }) => isDoubled)).toBeCloseTo(0.3, 1);
    expect(share(({ delayMs }) => delayMs > 0)).toBeCloseTo(0.5, 1);
    expect(share(({ isOvertaken }) => isOvertaken)).toBeCloseTo(0.7, 1);
  });

  it('is bad always for a share of 1', () => {
    const all = fates({ lose: 1, double: 1, reorder: 1 });
    expect(all.every(({ isLost, isDoubled, isOvertaken }) => isLost && isDoubled && isOvertaken)).toBe(true);
  });

  it('delays by whole milliseconds up to the most that is said', () => {
    const delays = fates({ delayShare: 1, delayMostMs: 1_000 }).map(({ delayMs }) => delayMs);
    expect(delays.every((delay) => Number.isInteger(delay) && delay >= 0 && delay <= 1_000)).toBe(true);
    expect(Math.max(...delays)).toBeGreaterThan(900);
    expect(Math.min(...delays)).toBeLessThan(100);
  });

  it('does not depend on the other shares', () => {
    const lost = (conduct: Partial<WebhookConduct>): boolean[] =>
      fates({ lose: 0.2, ...conduct }).map(({ isLost }) => isLost);
    expect(lost({ double: 1, delayShare: 1, delayMostMs: 5, reorder: 1 })).toEqual(lost({}));
  });
});
