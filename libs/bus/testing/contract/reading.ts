import { readAll } from '../read-all.js';
import { numbered, recordsOf, type Engine } from './engine.js';

/** Reading a topic without a group, lag, and the state of the bus itself. */
export function describeReading(engine: Engine): void {
  it('reads nothing from an empty topic', async () => {
    expect(await readAll(engine.bus, await engine.topic())).toEqual([]);
  });

  it('reads every partition in order, in batches that are never empty', async () => {
    const topic = await engine.topic();
    const values = numbered('value', 1300);
    await engine.bus.publish(topic, recordsOf(values));
    const offsets = new Map<number, number[]>();
    for await (const batch of engine.bus.read(topic)) {
      expect(batch.length).toBeGreaterThan(0);
      for (const { partition, offset } of batch)
        offsets.set(partition, [...(offsets.get(partition) ?? []), Number(offset)]);
    }
    expect([...offsets.values()].flat()).toHaveLength(values.length);
    for (const own of offsets.values()) expect(own).toEqual([...own.keys()].map((at) => at + (own[0] ?? 0)));
  });

  it('reads what lay there when it was called, and not what came since to any partition', async () => {
    const topic = await engine.topic();
    const before = numbered('before', 30);
    await engine.bus.publish(topic, recordsOf(before));
    const seen: (string | undefined)[] = [];
    for await (const batch of engine.bus.read(topic)) {
      seen.push(...batch.map(({ value }) => value?.toString()));
      await engine.bus.publish(topic, recordsOf(numbered('since', 30)));
    }
    expect(seen.sort()).toEqual(before.sort());
  });

  it('can be left in the middle', async () => {
    const topic = await engine.topic(1);
    await engine.bus.publish(topic, recordsOf(numbered('value', 1000)));
    for await (const batch of engine.bus.read(topic)) {
      expect(batch[0]?.offset).toBe('0');
      break;
    }
    expect(await readAll(engine.bus, topic)).toHaveLength(1000);
  });

  it('counts as lag what a group has not handled, for a group that never was everything', async () => {
    const topic = await engine.topic();
    const group = engine.group();
    expect(await engine.bus.lag(group, topic)).toBe(0);
    await engine.bus.publish(topic, recordsOf(numbered('value', 7)));
    expect(await engine.bus.lag(group, topic)).toBe(7);

    const { received, consumer } = await engine.receive(group, [topic]);
    await received.untilAllOf(numbered('value', 7));
    await consumer.stop();
    expect(await engine.bus.lag(group, topic)).toBe(0);
    await engine.bus.publish(topic, recordsOf(['one more']));
    expect(await engine.bus.lag(group, topic)).toBe(1);
    expect(await engine.bus.lag(engine.group(), topic)).toBe(8);
  });

  it('answers a ping until it is closed, and then refuses to work', async () => {
    const topic = await engine.topic(1);
    const { bus } = engine;
    await expect(bus.ping()).resolves.toBeUndefined();
    await engine.reopen();
    await expect(bus.ping()).rejects.toThrow();
    await expect(bus.publish(topic, recordsOf(['late']))).rejects.toThrow();
    await expect(engine.bus.ping()).resolves.toBeUndefined();
    expect(await readAll(engine.bus, topic)).toEqual([]);
  });

  it('has kept topics and records when it is opened again', async () => {
    const topic = await engine.topic();
    await engine.bus.publish(topic, recordsOf(numbered('value', 20)));
    const before = await readAll(engine.bus, topic);
    await engine.reopen();
    expect(await readAll(engine.bus, topic)).toEqual(before);
  });
}
