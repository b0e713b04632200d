import fc from 'fast-check';
import { aLook, iso } from '../testing/facts.js';
import { forgottenAt, isForgotten, remembered } from './forgetting.js';

const day = 24 * 3_600_000;
const rememberFor = 90 * day;
const created = Date.parse('2026-03-02T10:00:00.000Z');

/** A look so many days behind the creation of its build. */
const lookAfter = (days: number) => aLook(iso(created + days * day), { createdAt: iso(created) });
const registered = (days: number) => iso(created + days * day);

describe('A look that nobody refers to', () => {
  it('is forgotten so many days behind the creation of its build', () => {
    expect(forgottenAt(lookAfter(0), rememberFor)).toBe(created + rememberFor);
    expect(forgottenAt(lookAfter(40), rememberFor)).toBe(created + rememberFor);
  });

  it('is forgotten a day behind itself when the build is older than that', () => {
    expect(forgottenAt(lookAfter(100), rememberFor)).toBe(created + 101 * day);
  });

  it('may be removed a day later than that, when the last facts of that time have come', () => {
    const at = (days: number) => new Date(created + days * day);
    expect(isForgotten(lookAfter(0), [], rememberFor, at(90.5))).toBe(false);
    expect(isForgotten(lookAfter(0), [], rememberFor, at(91.1))).toBe(true);
  });
});

describe('A deploy', () => {
  it('keeps the looks that were remembered when it was registered, for good', () => {
    expect(remembered([lookAfter(0)], [registered(90)], rememberFor)).toHaveLength(1);
    expect(isForgotten(lookAfter(0), [registered(90)], rememberFor, new Date(created + 999 * day))).toBe(
      false,
    );
  });

  it('does not bring back what was forgotten before it', () => {
    expect(remembered([lookAfter(0)], [registered(90.1)], rememberFor)).toEqual([]);
  });

  it('has the looks that came for its sake, however old the build is', () => {
    const looks = [lookAfter(0), lookAfter(200)];
    expect(remembered(looks, [registered(200)], rememberFor)).toEqual([looks[1]]);
  });

  it('finds what an earlier deploy of the SHA has kept', () => {
    expect(remembered([lookAfter(0)], [registered(400), registered(3)], rememberFor)).toHaveLength(1);
  });
});

describe('What may be removed', () => {
  it('is of no use to any deploy that is registered later', () => {
    const days = fc.double({ min: 0, max: 400, noNaN: true });
    fc.assert(
      fc.property(days, days, days, fc.array(days, { maxLength: 3 }), (lookedAt, now, later, deploys) => {
        const look = lookAfter(lookedAt);
        const so = deploys.filter((one) => one <= now).map(registered);
        fc.pre(isForgotten(look, so, rememberFor, new Date(created + now * day)));
        const next = registered(now + later);
        expect(remembered([look], [...so, next], rememberFor)).toEqual([]);
      }),
    );
  });
});
