import { eventually } from '../eventually.js';
import { numbered, recordsOf, type Engine } from './engine.js';

/** Groups: their progress, and how members share the partitions. */
export function describeGroups(engine: Engine): void {
  it('gives a new group everything from the beginning, then what comes', async () => {
    const topic = await engine.topic();
    await engine.bus.publish(topic, recordsOf(numbered('early', 5)));
    const { received } = await engine.receive(engine.group(), [topic]);
    await received.untilAllOf(numbered('early', 5));
    await engine.bus.publish(topic, recordsOf(numbered('late', 5)));
    await received.untilAllOf([...numbered('early', 5), ...numbered('late', 5)]);
    expect(received.records.every((record) => record.topic === topic)).toBe(true);
  });

  it('gives every group its own copy', async () => {
    const topic = await engine.topic();
    const consumers = await Promise.all([
      engine.receive(engine.group(), [topic]),
      engine.receive(engine.group(), [topic]),
    ]);
    await engine.bus.publish(topic, recordsOf(numbered('value', 9)));
    await Promise.all(consumers.map(({ received }) => received.untilAllOf(numbered('value', 9))));
  });

  it('goes on behind what was handled, also after the bus was opened again', async () => {
    const topic = await engine.topic();
    const group = engine.group();
    const first = await engine.receive(group, [topic]);
    await engine.bus.publish(topic, recordsOf(numbered('first', 10)));
    await first.received.untilAllOf(numbered('first', 10));
    await first.consumer.stop();
    await first.consumer.done;

    await engine.bus.publish(topic, recordsOf(numbered('second', 10)));
    await engine.reopen();
    const second = await engine.receive(group, [topic]);
    await second.received.untilAllOf(numbered('second', 10));
    expect(new Set(second.received.values)).toEqual(new Set(numbered('second', 10)));
  });

  it('delivers the records of one key in order', async () => {
    const topic = await engine.topic();
    const { received } = await engine.receive(engine.group(), [topic]);
    const values = numbered('step', 700);
    for (let at = 0; at < values.length; at += 100)
      await engine.bus.publish(topic, recordsOf(values.slice(at, at + 100), 'acme'));
    await received.untilAllOf(values);
    expect([...new Set(received.values)]).toEqual(values);
  });

  it('keeps to the largest batch that the consumer wants', async () => {
    const topic = await engine.topic(1);
    await engine.bus.publish(topic, recordsOf(numbered('value', 25)));
    const { received } = await engine.receive(engine.group(), [topic]);
    const small = new Array<number>();
    await engine.subscribe({
      group: engine.group(),
      topics: [topic],
      maxBatch: 4,
      handle: async ({ records }) => void small.push(records.length),
    });
    await received.untilAllOf(numbered('value', 25));
    await eventually(
      async () => small.reduce((sum, size) => sum + size, 0),
      (sum) => sum >= 25,
    );
    expect(Math.max(...small)).toBeLessThanOrEqual(4);
  });

  it('shares the partitions among the members, and hands them on when one leaves', async () => {
    const topic = await engine.topic(4);
    const group = engine.group();
    const [one, other] = await Promise.all([engine.receive(group, [topic]), engine.receive(group, [topic])]);

    const sent: string[] = [];
    await eventually(
      async () => {
        const values = numbered(`round-${sent.length}`, 20);
        await engine.bus.publish(topic, recordsOf(values));
        sent.push(...values);
        return Math.min(one.received.records.length, other.received.records.length);
      },
      (fewest) => fewest > 0,
    );
    const all = () => new Set([...one.received.values, ...other.received.values]);
    await eventually(
      async () => all(),
      (seen) => sent.every((value) => seen.has(value)),
    );

    await one.consumer.stop();
    const alone = numbered('alone', 40);
    await engine.bus.publish(topic, recordsOf(alone));
    await other.received.untilAllOf(alone);
  });

  it('never has one partition handled by two at a time while members come and go', async () => {
    const topic = await engine.topic(4);
    const group = engine.group();
    const inHand = new Map<number, number>();
    let overlaps = 0;
    const values = numbered('value', 400);
    const seen = new Set<string>();
    const join = async () =>
      (
        await engine.receive(group, [topic], async ({ partition, records }) => {
          inHand.set(partition, (inHand.get(partition) ?? 0) + 1);
          if (inHand.get(partition) !== 1) overlaps += 1;
          await new Promise((resolve) => setTimeout(resolve, 2));
          for (const { value } of records) seen.add(value?.toString() ?? '');
          inHand.set(partition, (inHand.get(partition) ?? 0) - 1);
        })
      ).consumer;

    const first = await join();
    for (let at = 0; at < values.length; at += 20) {
      await engine.bus.publish(topic, recordsOf(values.slice(at, at + 20)));
      if (at === 100) await join();
      if (at === 200) await first.stop();
    }
    await eventually(
      async () => seen.size,
      (size) => size === values.length,
    );
    expect(overlaps).toBe(0);
  });
}
