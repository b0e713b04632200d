import type { Batch } from '../port.js';
import { BusContext } from './bus-context.js';

describe('What a handler can ask about its batch', () => {
  it('is topic, partition, signal and heartbeat', async () => {
    let heartbeats = 0;
    const { signal } = new AbortController();
    const batch: Batch = {
      topic: 'sleuth.builds.v1',
      partition: 3,
      records: [],
      signal,
      heartbeat: async () => void (heartbeats += 1),
    };
    const context = new BusContext(batch);
    await context.heartbeat();
    expect(context.topic).toBe('sleuth.builds.v1');
    expect(context.partition).toBe(3);
    expect(context.signal).toBe(signal);
    expect(heartbeats).toBe(1);
  });
});
