import { jest } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { startKafka, type RunningKafka } from '../../../test/engines/index.js';
import type { Bus, Consumer } from '../port.js';
import { numbered, recordsOf } from '../testing/contract/engine.js';
import { eventually } from '../testing/eventually.js';
import { Received } from '../testing/received.js';
import { recordingLog } from '../testing/recording-log.js';
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.js';
import { openKafkaBus } from './open-kafka-bus.js';

const sessionTimeoutMs = 6000;

describe('The bus on a Kafka that fails', () => {
  jest.setTimeout(240_000);
  let folder: TemporaryFolder;
  let kafka: RunningKafka;
  let bus: Bus;
  let consumer: Consumer;
  let received: Received;
  let topic: string;

  beforeAll(async () => {
    folder = await makeTemporaryFolder();
    kafka = await startKafka({ folder: folder.path });
    bus = await openKafkaBus({
      brokers: [kafka.brokers],
      clientId: 'faults',
      log: recordingLog(),
      sessionTimeoutMs,
    });
  });

  beforeEach(async () => {
    topic = `faults.${Date.now()}`;
    await bus.provision([{ name: topic, partitions: 3 }]);
    received = new Received();
    consumer = await bus.subscribe({ group: `group-${topic}`, topics: [topic], handle: received.accept });
  });

  afterEach(() => consumer.stop());

  afterAll(async () => {
    await bus.close();
    await kafka.stop();
    await folder.remove();
  });

  /** Publishes until it is confirmed, as everybody has to who must not lose anything. */
  async function publishForSure(values: readonly string[]): Promise<void> {
    for (const value of values) {
      let confirmed = false;
      while (!confirmed)
        confirmed = await bus.publish(topic, recordsOf([value])).then(
          () => true,
          () => false,
        );
    }
  }

  async function publishThroughout(fault: () => Promise<void>): Promise<void> {
    const before = numbered('before', 30);
    const meanwhile = numbered('meanwhile', 30);
    const after = numbered('after', 30);
    await publishForSure(before);
    await received.untilAllOf(before);
    const publishing = publishForSure(meanwhile);
    await fault();
    await publishing;
    await publishForSure(after);
    await received.untilAllOf([...before, ...meanwhile, ...after]);
  }

  async function hasWorkedOn(): Promise<void> {
    const ended = await Promise.race([
      consumer.done.then(
        () => 'ended',
        () => 'failed',
      ),
      setTimeout(10, 'going on'),
    ]);
    expect(ended).toBe('going on');
    const group = `group-${topic}`;
    await eventually(
      () => bus.lag(group, topic).catch(() => -1),
      (lag) => lag === 0,
    );
    await expect(bus.ping()).resolves.toBeUndefined();
  }

  it('loses nothing and works on by itself after the broker was gone for longer than all tries take', async () => {
    await publishThroughout(async () => {
      await kafka.kill('SIGKILL');
      await expect(bus.ping()).rejects.toMatchObject({ code: 'bus-unreachable' });
      await setTimeout(20_000);
      await kafka.restart();
    });
    await hasWorkedOn();
  });

  it('works on after the broker stood still for longer than the session time-out', async () => {
    await publishThroughout(async () => {
      await kafka.kill('SIGSTOP');
      await expect(bus.ping()).rejects.toMatchObject({ code: 'bus-unreachable' });
      await setTimeout(2 * sessionTimeoutMs);
      await kafka.kill('SIGCONT');
    });
    await hasWorkedOn();
  });

  it('stops in bounded time while the broker is away', async () => {
    await publishForSure(['one']);
    await received.untilAllOf(['one']);
    await kafka.kill('SIGKILL');
    const begun = Date.now();
    await consumer.stop();
    expect(Date.now() - begun).toBeLessThan(30_000);
    await expect(consumer.done).resolves.toBeUndefined();
  });
});
