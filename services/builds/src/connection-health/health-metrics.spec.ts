import type { ConnectionProblem } from '#libs/contracts';
import { Registry } from 'prom-client';
import { HealthMetrics } from './health-metrics.js';

const problem = (code: ConnectionProblem['code'], buildkiteOrganization: string | null = null) => ({
  code,
  detail: 'Said.',
  since: '2026-03-01T12:00:00.000Z',
  buildkiteOrganization,
});

describe('the gauge of problems', () => {
  const registry = new Registry();
  const metrics = new HealthMetrics(registry);
  const counted = async () =>
    (await registry.metrics())
      .split('\n')
      .filter((line) => line.startsWith('builds_connection_problems{') && !line.endsWith(' 0'));

  it('counts them over the connections that are collected here, and shows each code from the start', async () => {
    expect(await registry.metrics()).toContain('builds_connection_problems{code="webhook-silent"} 0');
    metrics.show('one', [problem('scope-missing'), problem('collection-behind', 'acme-inc')]);
    metrics.show('two', [
      problem('collection-behind', 'acme-inc'),
      problem('collection-behind', 'acme-labs'),
    ]);
    expect(await counted()).toEqual([
      'builds_connection_problems{code="scope-missing"} 1',
      'builds_connection_problems{code="collection-behind"} 3',
    ]);
    metrics.show('one', []);
    metrics.forget('two');
    expect(await counted()).toEqual([]);
  });
});
