import { Controller, type INestApplication } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { encodeEvent, envelope, eventId, maxEventBytes, topics, type PublishedEvent } from '#libs/contracts';
import { aDeployDeleted, aDeployRegistered, recordOf } from '#libs/contracts/testing';
import { deadLetterTopics } from '../dead-letters/dead-letter-topics.js';
import { deadLetters } from '../dead-letters/dead-letters.js';
import { replayDeadLetters, type ReplayOutcome } from '../dead-letters/replay-dead-letters.js';
import type { Bus, OutgoingRecord } from '../port.js';
import { eventually } from '../testing/eventually.js';
import { nestApplication } from '../testing/nest-consumer.js';
import { readAll } from '../testing/read-all.js';
import { recordingLog } from '../testing/recording-log.js';
import { openTemporaryBus, type TemporaryBus } from '../testing/temporary-bus.js';
import { BusServer } from './bus-server.js';

const BUILDS = Symbol('builds');
const topic = topics.deploys.name;
const group = 'builds';
const event = aDeployRegistered();
const { key, value, headers } = encodeEvent(event);
const next = aDeployDeleted();

/** The event with some of its JSON changed. */
const changed = (change: (json: Record<string, unknown>) => object): OutgoingRecord => ({
  key,
  headers,
  value: JSON.stringify(change(JSON.parse(value) as Record<string, unknown>)),
});

const poison: [kind: string, record: OutgoingRecord, reason: string][] = [
  ['garbage', { key, value: '{"broken' }, 'malformed-json'],
  ['bytes that are no text', { key, value: Buffer.from([0, 255, 254, 1]) }, 'malformed-json'],
  ['an empty value', { key, value: '' }, 'empty'],
  ['a tombstone', { key, value: null }, 'empty'],
  ['another kind of JSON', { key, value: '[1, 2, 3]' }, 'invalid-envelope'],
  [
    'an unknown version',
    changed((json) => ({ ...json, type: 'sleuth.deploy-registered.v99' })),
    'unsupported-version',
  ],
  ['an unknown type', changed((json) => ({ ...json, type: 'sleuth.deploy-imagined.v1' })), 'unknown-type'],
  [
    'data that breaks its schema',
    changed((json) => ({ ...json, data: { ...event.data, sha: 'abc' } })),
    'invalid-data',
  ],
  [
    'another tenant in the envelope',
    changed((json) => ({ ...json, organization: 'globex' })),
    'tenant-mismatch',
  ],
  [
    'the key of another tenant',
    { ...encodeEvent(event), key: `globex:${event.data.sha}` },
    'tenant-mismatch',
  ],
  ['no key', { key: null, value, headers }, 'tenant-mismatch'],
  [
    'a key that reaches for the prototype',
    { key, value: `{"__proto__":{"a":1},${value.slice(1)}` },
    'forbidden-key',
  ],
  ['an oversize value', { key, value: Buffer.alloc(maxEventBytes + 1, 32) }, 'too-large'],
];

describe('Poison on a topic', () => {
  let temporary: TemporaryBus;
  let bus: Bus;
  let app: INestApplication;
  let received: PublishedEvent[];
  let failOn: (events: readonly PublishedEvent[]) => void;
  let failingWrites: number;
  const log = recordingLog();

  @Controller()
  class Handler {
    @EventPattern(topic, BUILDS)
    deploys(events: readonly PublishedEvent[]) {
      failOn(events);
      received.push(...events);
    }
  }

  beforeEach(async () => {
    [received, failOn, failingWrites] = [[], () => undefined, 0];
    temporary = await openTemporaryBus();
    ({ bus } = temporary);
    await bus.provision([{ name: topic, partitions: 1 }, ...deadLetterTopics(group, [topic])]);
    const flaky: Bus = {
      ...forwarding(bus),
      publish: (to, records) => {
        if (to === topic || failingWrites === 0) return bus.publish(to, records);
        failingWrites -= 1;
        return Promise.reject(new Error('the dead letters cannot be written'));
      },
    };
    const server = new BusServer({
      bus: flaky,
      service: group,
      transportId: BUILDS,
      log,
      sleep: async () => undefined,
    });
    app = await nestApplication({ controllers: [Handler] }, [server]);
    await app.startAllMicroservices();
  });

  afterEach(async () => {
    await app.close();
    await temporary.remove();
  });

  const list = () => deadLetters({ bus, topic, group });
  const replay = () => replayDeadLetters({ bus, topic, group, log });
  const settled = () =>
    eventually(
      () => bus.lag(group, topic),
      (lag) => lag === 0,
    );
  const ids = () => received.map(({ id }) => id);

  it.each(poison)(
    '%s is set aside for its reason, and the next record is handled',
    async (_kind, record, reason) => {
      await bus.publish(topic, [record, encodeEvent(next)]);
      await settled();
      expect(ids()).toEqual([next.id]);
      expect(await list()).toMatchObject([{ topic, group, offset: '0', reason, replays: 0 }]);
      const [letter] = await readAll(bus, `${topic}.${group}.dead-letters`);
      const bytes = (content: OutgoingRecord['value']) => (content === null ? null : Buffer.from(content));
      expect(letter?.value).toEqual(bytes(record.value));
      expect(letter?.key).toEqual(bytes(record.key));
    },
  );

  it('of every kind at once leaves the events between them in order', async () => {
    const events = poison.map((_, at) => aDeployRegistered({ deploy: eventId('deploy', String(at)) }));
    await bus.publish(
      topic,
      poison.flatMap(([, record], at) => [record, recordOf(events[at] ?? event)]),
    );
    await settled();
    expect(ids()).toEqual(events.map(({ id }) => id));
    expect((await list()).map(({ reason }) => reason)).toEqual(poison.map(([, , reason]) => reason));
  });

  it('waits on the topic while the dead letters cannot be written, and is not lost', async () => {
    failingWrites = 3;
    await bus.publish(topic, [{ key, value: '{"broken' }, encodeEvent(next)]);
    await settled();
    expect(failingWrites).toBe(0);
    expect(await list()).toMatchObject([{ reason: 'malformed-json' }]);
    expect(new Set(ids())).toEqual(new Set([next.id]));
  });

  it('is handled after a replay when the reason for it is gone', async () => {
    failOn = () => {
      throw new TypeError('x is undefined');
    };
    await bus.publish(topic, [encodeEvent(event)]);
    await settled();
    expect(await list()).toMatchObject([{ reason: 'handler-bug', eventId: event.id, eventType: event.type }]);

    failOn = () => undefined;
    expect(await replay()).toEqual({ replayed: 1, exhausted: 0, leftOut: 0 });
    await settled();
    expect(received).toEqual([event]);
    expect(await list()).toEqual([]);
  });

  it('is put back three times at most', async () => {
    await bus.publish(topic, [{ key, value: '{"broken' }]);
    const outcomes: ReplayOutcome[] = [];
    for (let round = 0; round < 5; round += 1) {
      await settled();
      outcomes.push(await replay());
    }
    expect(outcomes.map(({ replayed, exhausted }) => [replayed, exhausted])).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
      [0, 1],
      [0, 1],
    ]);
    expect(await list()).toMatchObject([{ replays: 3, reason: 'malformed-json' }]);
    expect(await readAll(bus, topic)).toHaveLength(4);
  });

  it('never shows its content in the log', async () => {
    const planted = 'bkua_planted';
    const secret = envelope('sleuth.deploy-registered.v1', {
      ...event,
      data: { ...event.data, sha: planted },
    });
    await bus.publish(topic, [{ key, value: `{"${planted}` }, encodeEvent(secret)]);
    await settled();
    expect(await list()).toHaveLength(2);
    expect(JSON.stringify(log.lines)).not.toContain(planted);
  });
});

function forwarding(bus: Bus): Bus {
  return {
    provision: (topicsToMake) => bus.provision(topicsToMake),
    publish: (to, records) => bus.publish(to, records),
    subscribe: (subscription) => bus.subscribe(subscription),
    read: (from) => bus.read(from),
    lag: (ofGroup, ofTopic) => bus.lag(ofGroup, ofTopic),
    ping: () => bus.ping(),
    close: () => bus.close(),
  };
}
