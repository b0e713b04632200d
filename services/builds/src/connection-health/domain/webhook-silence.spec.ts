import { isSilent, signsAfter, type WebhookSigns } from './webhook-silence.js';

const time = (clock: string) => `2026-03-01T${clock}:00.000Z`;
const signs = (delivery: string | null, undelivered: string | null): WebhookSigns => ({
  lastDeliveryAt: delivery === null ? null : time(delivery),
  undeliveredSince: undelivered === null ? null : time(undelivered),
});

describe('the signs of a webhook', () => {
  it.each([
    ['a build that ended after the last delivery', '12:00', null, '12:10', '12:10'],
    ['a build that the last delivery may have told of', '12:00', null, '12:00', null],
    ['a build that ended within the time that clocks may be apart', '12:00', null, '12:01', null],
    ['no build', '12:00', null, null, null],
    ['a later one than the one that is known', '12:00', '12:10', '12:20', '12:10'],
    ['a delivery after the one that is known', '12:15', '12:10', null, null],
    ['a delivery between two builds', '12:15', '12:10', '12:20', '12:20'],
    ['no webhook', null, null, '12:10', null],
    ['a webhook that nobody remembers', null, '12:10', '12:20', null],
  ])('after %s', (_what, delivery, known, finished, expected) => {
    const after = signsAfter(signs(delivery, known), finished && time(finished));
    expect(after).toEqual(signs(delivery, expected));
  });
});

describe('a webhook', () => {
  it.each([
    ['that nothing is missed of', signs('09:00', null), '12:30', false],
    ['that may still tell', signs('12:00', '12:10'), '12:25', false],
    ['that has not told for longer than a quarter of an hour', signs('12:00', '12:10'), '12:26', true],
    ['that was never there', signs(null, null), '12:30', false],
  ])('%s', (_what, webhook, now, silent) => {
    expect(isSilent(webhook, new Date(time(now)))).toBe(silent);
  });

  it('that has not spoken for a month has been taken away', () => {
    const webhook = signs('12:00', '12:10');
    expect(isSilent(webhook, new Date('2026-03-31T12:00:00.000Z'))).toBe(true);
    expect(isSilent(webhook, new Date('2026-03-31T12:00:01.000Z'))).toBe(false);
  });
});
