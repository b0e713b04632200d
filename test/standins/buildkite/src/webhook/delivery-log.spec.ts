import { DeliveryLog, type LoggedDelivery } from './delivery-log.js';

const DELIVERY: LoggedDelivery = {
  webhook: 'w',
  organization: 'acme',
  event: 'build.running',
  build: 'b',
  changedAt: '2026-03-01T12:00:00.000Z',
  at: '2026-03-01T12:00:01.000Z',
  attemptMs: 3,
  status: 200,
  error: null,
};

describe('the log of deliveries', () => {
  it('counts as failed what had no answer, or another than 2xx', () => {
    const log = new DeliveryLog();
    for (const status of [200, 204, 199, 302, 404, 503, null]) log.add({ ...DELIVERY, status });
    expect(log.counts).toMatchObject({ total: 7, failed: 5 });
  });

  it('drops the oldest ones and goes on counting', () => {
    const log = new DeliveryLog();
    for (let index = 0; index < 50_000; index += 1) log.add({ ...DELIVERY, build: String(index) });
    expect(log.counts.total).toBe(50_000);
    expect(log.list().length).toBeLessThan(40_000);
    expect(log.list().length).toBeGreaterThanOrEqual(20_000);
    expect(log.list().at(-1)?.build).toBe('49999');
  });

  it('counts fates of their own, and begins anew', () => {
    const log = new DeliveryLog();
    log.count('lost');
    log.count('lost');
    log.count('delayed');
    expect(log.counts).toEqual({ total: 0, failed: 0, lost: 2, doubled: 0, delayed: 1, reordered: 0 });
    log.reset();
    expect(log.counts.lost).toBe(0);
  });
});
