import type { TopicLag } from '#libs/bus';
import { Registry } from 'prom-client';
import { busMetrics, observeLag } from './bus-metrics.js';

const labels = { topic: 'sleuth.builds.v1', group: 'deploys' };

describe('what consumers do', () => {
  it('is counted by topic and group', async () => {
    const registry = new Registry();
    const metrics = busMetrics(registry);
    metrics.handled(labels, 3);
    metrics.handled(labels, 2);
    metrics.retried(labels);
    metrics.rested(labels);
    metrics.deadLettered({ ...labels, reason: 'not-json' });
    const text = await registry.metrics();
    expect(text).toContain('bus_events_handled_total{topic="sleuth.builds.v1",group="deploys"} 5');
    expect(text).toContain('bus_retries_total{topic="sleuth.builds.v1",group="deploys"} 1');
    expect(text).toContain('bus_rests_total{topic="sleuth.builds.v1",group="deploys"} 1');
    expect(text).toContain(
      'bus_dead_letters_total{topic="sleuth.builds.v1",group="deploys",reason="not-json"} 1',
    );
  });

  it('shows how far they are behind, asked for with the metrics only', async () => {
    const registry = new Registry();
    let asked = 0;
    const consumer = {
      lag: async () => {
        asked += 1;
        return [{ ...labels, records: 7 }];
      },
    };
    observeLag(registry, () => [consumer]);
    expect(asked).toBe(0);
    expect(await registry.metrics()).toContain('bus_lag_records{topic="sleuth.builds.v1",group="deploys"} 7');
  });

  it.each([
    ['fails', () => Promise.reject(new Error('Kafka does not answer.'))],
    ['does not come', () => new Promise<never>(() => undefined)],
  ])('leaves out, and counts, a lag that %s; all else is served', async (_, without) => {
    const registry = new Registry();
    let lag: () => Promise<TopicLag[]> = async () => [{ ...labels, records: 7 }];
    const lags = [() => lag(), async () => [{ ...labels, group: 'builds', records: 3 }]];
    observeLag(registry, () => lags.map((ask) => ({ lag: ask })), 20);
    busMetrics(registry).retried(labels);
    expect(await registry.metrics()).toContain('group="deploys"} 7');

    lag = without;
    const text = await registry.metrics();
    expect(text).not.toContain('bus_lag_records{topic="sleuth.builds.v1",group="deploys"}');
    expect(text).toContain('bus_lag_records{topic="sleuth.builds.v1",group="builds"} 3');
    expect(text).toContain('bus_retries_total{topic="sleuth.builds.v1",group="deploys"} 1');
    expect(await registry.metrics()).toContain('bus_lag_failures_total 1');
  });
});
