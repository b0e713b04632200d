import { Counter, Registry } from 'prom-client';
import { exposition } from './metrics.js';

function valueOf(text: string, name: string): number {
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
}

describe('all metrics', () => {
  const registry = new Registry();
  new Counter({ name: 'things_total', help: 'Things.', registers: [registry] }).inc(3);

  it('are those of the features and those of the process', async () => {
    const text = await exposition(registry);
    expect(valueOf(text, 'things_total')).toBe(3);
    expect(valueOf(text, 'process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(valueOf(text, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
  });

  it('can be asked for again, and by others', async () => {
    const other = new Registry();
    expect(valueOf(await exposition(other), 'process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(valueOf(await exposition(registry), 'things_total')).toBe(3);
  });

  it('tell how busy the event loop was, without a timer that keeps it busy', async () => {
    const text = await exposition(registry);
    const ratio = valueOf(text, 'nodejs_eventloop_utilization_ratio');
    expect(ratio).toBeGreaterThanOrEqual(0);
    expect(ratio).toBeLessThanOrEqual(1);
    expect(text).not.toMatch(/nodejs_eventloop_lag_(?:p\d|m)/);
  });
});
