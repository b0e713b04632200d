import { once } from 'node:events';
import { jest } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import type { Bus } from '../port.js';
import { Engine, numbered, recordsOf } from '../testing/contract/engine.js';
import { partitionOfTwelve } from '../testing/contract/keys-by-partition.js';
import { eventually } from '../testing/eventually.js';
import { recordingLog } from '../testing/recording-log.js';
import { openKafkaBus } from './open-kafka-bus.js';
import { kafkaBrokers } from './testing/kafka-brokers.js';

const sessionTimeoutMs = 6000;

function open(): Promise<Bus> {
  return openKafkaBus({
    brokers: kafkaBrokers(),
    clientId: 'slow-handlers',
    log: recordingLog(),
    sessionTimeoutMs,
  });
}

describe('Handlers on Kafka that take long or fail badly', () => {
  jest.setTimeout(120_000);
  const engine = new Engine(open);
  beforeAll(() => engine.open());
  afterEach(() => engine.stopConsumers());
  afterAll(() => engine.close());

  it('keep their place in the group, without a heartbeat of their own, for longer than the session time-out', async () => {
    const topic = await engine.topic(1);
    const group = engine.group();
    const signals: AbortSignal[] = [];
    const { received } = await engine.receive(group, [topic], async ({ signal }) => {
      signals.push(signal);
      await setTimeout(sessionTimeoutMs * 1.5);
    });
    await engine.bus.publish(topic, recordsOf(['slow']));
    await received.untilAllOf(['slow']);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    await eventually(
      () => engine.bus.lag(group, topic),
      (lag) => lag === 0,
    );
    expect(received.values).toEqual(['slow']);
  });

  it('hold up no other partition', async () => {
    const topic = await engine.topic(12);
    const release = Promise.withResolvers<void>();
    const stuck = partitionOfTwelve['acme'];
    const { received } = await engine.receive(engine.group(), [topic], async ({ partition }) => {
      if (partition === stuck) await release.promise;
    });
    await engine.bus.publish(topic, recordsOf(['held'], 'acme'));
    for (const value of numbered('passes', 5)) {
      await engine.bus.publish(topic, recordsOf([value], 'globex'));
      await received.untilAllOf([value]);
    }
    expect(received.values).not.toContain('held');
    release.resolve();
    await received.untilAllOf(['held']);
  });

  it('are waited for before their partitions go to somebody else', async () => {
    const topic = await engine.topic(4);
    const group = engine.group();
    const held = new Set<number>();
    let early = 0;
    const first = await engine.receive(group, [topic], async ({ partition, signal }) => {
      held.add(partition);
      await aborted(signal);
      await setTimeout(1000);
      held.delete(partition);
    });
    await engine.bus.publish(topic, recordsOf(numbered('value', 40)));
    await eventually(
      async () => held.size,
      (size) => size === 4,
    );
    const second = await engine.receive(group, [topic], async ({ partition }) => {
      if (held.has(partition)) early += 1;
    });
    const more = numbered('more', 40);
    await engine.bus.publish(topic, recordsOf(more));
    await second.received.until(({ records }) => records.length > 0);
    expect(early).toBe(0);
    expect(new Set(first.received.values)).toEqual(new Set(numbered('value', 40)));
    await first.consumer.stop();
    const left = more.filter((value) => !first.received.values.includes(value));
    await second.received.untilAllOf(left);
    expect(second.received.values.filter((value) => value.startsWith('value'))).toEqual([]);
  });

  it('are told when their partitions are shared anew', async () => {
    const topic = await engine.topic(1);
    const group = engine.group();
    const begun = Promise.withResolvers<AbortSignal>();
    await engine.subscribe({
      group,
      topics: [topic],
      handle: async ({ signal }) => {
        begun.resolve(signal);
        await aborted(signal);
        throw new Error('It was left to somebody else.');
      },
    });
    await engine.bus.publish(topic, recordsOf(['passed on']));
    const signal = await begun.promise;
    expect(signal.aborted).toBe(false);
    const others = await Promise.all(
      [1, 2].map(() => engine.receive(group, [topic], () => Promise.resolve())),
    );
    await eventually(
      async () => signal.aborted,
      (aborted) => aborted,
    );
    expect(signal.reason).toBeInstanceOf(Error);
    await engine.stopConsumers();
    expect(others).toHaveLength(2);
  });

  it.each(['TypeError', 'RangeError', 'SyntaxError'] as const)(
    'may throw a %s, at once, without an end of the consumer',
    async (name) => {
      const topic = await engine.topic(1);
      let tries = 0;
      const { received, consumer } = await engine.receive(engine.group(), [topic], () => {
        tries += 1;
        if (tries <= 2) throw Object.assign(new Error('A mistake.'), { name });
        return Promise.resolve();
      });
      await engine.bus.publish(topic, recordsOf(['a']));
      await received.untilAllOf(['a']);
      expect(tries).toBe(3);
      await consumer.stop();
      await expect(consumer.done).resolves.toBeUndefined();
    },
  );
});

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
