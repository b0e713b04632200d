import { once } from 'node:events';
import type { Batch } from '../../port.js';
import { eventually } from '../eventually.js';
import { partitionOfTwelve } from './keys-by-partition.js';
import { numbered, recordsOf, type Engine } from './engine.js';

/** Handlers that fail, take long or are stopped. */
export function describeFailures(engine: Engine): void {
  it('brings a rejected batch again, from its first record on', async () => {
    const topic = await engine.topic(1);
    const firstOffsets: (string | undefined)[] = [];
    const { received } = await engine.receive(engine.group(), [topic], async ({ records }) => {
      firstOffsets.push(records[0]?.offset);
      if (firstOffsets.length <= 3) throw new Error('not yet');
    });
    await engine.bus.publish(topic, recordsOf(numbered('value', 5), 'acme'));
    await received.untilAllOf(numbered('value', 5));
    expect(firstOffsets.slice(0, 4)).toEqual(['0', '0', '0', '0']);
    expect(received.values.slice(0, 5)).toEqual(numbered('value', 5));
  });

  it('goes on with the other partitions and topics while one rests', async () => {
    const [topic, another] = [await engine.topic(12), await engine.topic(1)];
    const stuck = partitionOfTwelve['acme'];
    let rejected = 0;
    const refuse = async (batch: Batch) => {
      if (batch.topic !== topic || batch.partition !== stuck) return;
      rejected += 1;
      throw new Error('This partition cannot be handled.');
    };
    const { received } = await engine.receive(engine.group(), [topic, another], refuse);
    await engine.bus.publish(topic, recordsOf(['blocked'], 'acme'));
    await eventually(
      async () => rejected,
      (times) => times > 0,
    );

    for (const value of numbered('passes', 3)) {
      await engine.bus.publish(topic, recordsOf([value], 'globex'));
      await engine.bus.publish(another, recordsOf([`another-${value}`]));
      await received.untilAllOf([value, `another-${value}`]);
    }
    expect(received.values).not.toContain('blocked');
  });

  it('does not count a rejected batch as handled', async () => {
    const topic = await engine.topic(1);
    const group = engine.group();
    let rejected = 0;
    const { consumer } = await engine.receive(group, [topic], async () => {
      rejected += 1;
      throw new Error('never');
    });
    await engine.bus.publish(topic, recordsOf(['a', 'b'], 'acme'));
    await eventually(
      async () => rejected,
      (times) => times > 0,
    );
    await consumer.stop();
    expect(await engine.bus.lag(group, topic)).toBe(2);
    const { received } = await engine.receive(group, [topic]);
    await received.untilAllOf(['a', 'b']);
  });

  it('waits, when stopped, for the batch in hand, tells it so, and keeps its progress', async () => {
    const topic = await engine.topic(1);
    const group = engine.group();
    const begun = Promise.withResolvers<AbortSignal>();
    const release = Promise.withResolvers<void>();
    let finished = false;
    const { consumer } = await engine.receive(group, [topic], async (batch) => {
      begun.resolve(batch.signal);
      await release.promise;
      await batch.heartbeat().catch(() => undefined);
      finished = true;
    });
    await engine.bus.publish(topic, recordsOf(['a']));
    const signal = await begun.promise;
    expect(signal.aborted).toBe(false);

    const stopped = consumer.stop().then(() => finished);
    await aborted(signal);
    expect(finished).toBe(false);
    release.resolve();
    expect(await stopped).toBe(true);
    await expect(consumer.done).resolves.toBeUndefined();
    expect(await engine.bus.lag(group, topic)).toBe(0);
  });

  it('waits for the batches in hand when the bus is closed, and can be stopped twice', async () => {
    const topic = await engine.topic(1);
    const group = engine.group();
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const { consumer } = await engine.receive(group, [topic], async () => {
      begun.resolve();
      await release.promise;
    });
    await engine.bus.publish(topic, recordsOf(['a']));
    await begun.promise;
    const reopened = engine.reopen();
    release.resolve();
    await reopened;
    await consumer.stop();
    expect(await engine.bus.lag(group, topic)).toBe(0);
  });
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
