import type { Admin } from 'kafkajs';
import { UnknownTopic } from '../../errors.js';
import type { IncomingRecord, Subscription } from '../../port.js';
import { recordingLog } from '../../testing/recording-log.js';
import type { AdminAccess } from '../connection/admin-access.js';
import { readTopic } from './read-topic.js';

function records(partition: number, from: number, count: number): IncomingRecord[] {
  return Array.from({ length: count }, (_, at) => ({
    topic: 'builds',
    partition,
    offset: String(from + at),
    timestamp: 0,
    key: null,
    value: null,
    headers: {},
  }));
}

/** A topic whose records a test hands to whoever has joined a group. */
class FakeTopic {
  spans = [
    { partition: 0, low: '0', high: '4', offset: '4' },
    { partition: 1, low: '0', high: '2', offset: '2' },
  ];
  readonly groups: string[] = [];
  readonly deleted: string[] = [];
  readonly term = new AbortController();
  readonly end = Promise.withResolvers<void>();
  readonly joined = Promise.withResolvers<Subscription>();
  deleting: () => Promise<void> = () => Promise.resolve();
  stopped = 0;

  read(topic = 'builds'): AsyncGenerator<readonly IncomingRecord[]> {
    const ask: AdminAccess['ask'] = (question) =>
      question({
        fetchTopicOffsets: async () => this.spans,
        deleteGroups: async (groups: string[]) => {
          await this.deleting();
          this.deleted.push(...groups);
          return [];
        },
      } as unknown as Admin);
    return readTopic(topic, {
      admin: { ask },
      catalogue: {
        partitions: (name) =>
          name === 'builds' ? Promise.resolve(2) : Promise.reject(new UnknownTopic(name)),
      },
      join: async (subscription) => {
        this.groups.push(subscription.group);
        this.joined.resolve(subscription);
        return {
          done: this.end.promise,
          stop: async () => {
            this.stopped += 1;
            this.term.abort(new Error('The consumer stops.'));
          },
        };
      },
      brokers: ['kafka:9092'],
      log: recordingLog(),
    });
  }

  async give(delivered: readonly IncomingRecord[]): Promise<void> {
    const { handle } = await this.joined.promise;
    const partition = delivered[0]?.partition ?? 0;
    const heartbeat = () => Promise.resolve();
    await handle({ topic: 'builds', partition, records: delivered, heartbeat, signal: this.term.signal });
  }
}

async function placesOf(batches: AsyncIterable<readonly IncomingRecord[]>): Promise<string[]> {
  const places: string[] = [];
  for await (const batch of batches)
    places.push(...batch.map(({ partition, offset }) => `${partition}/${offset}`));
  return places;
}

describe('Reading a topic', () => {
  let topic: FakeTopic;
  beforeEach(() => {
    topic = new FakeTopic();
  });

  it('gives one partition after the other, however they come, up to the end as of the call', async () => {
    const read = placesOf(topic.read());
    const given = [
      topic.give(records(1, 0, 5)),
      topic.give(records(0, 0, 2)).then(() => topic.give(records(0, 2, 9))),
    ];
    expect(await read).toEqual(['0/0', '0/1', '0/2', '0/3', '1/0', '1/1']);
    await Promise.all(given);
  });

  it('joins a group of its own, named after the topic, and lets it be gone afterwards', async () => {
    const read = placesOf(topic.read());
    await Promise.all([topic.give(records(0, 0, 4)), topic.give(records(1, 0, 2)), read]);
    expect(topic.groups).toEqual([expect.stringMatching(/^builds\.reader\.[0-9a-f-]{36}$/)]);
    expect([topic.stopped, topic.deleted]).toEqual([1, topic.groups]);
  });

  it('is not disturbed when the group cannot be deleted', async () => {
    topic.deleting = () => Promise.reject(new Error('The group is not empty.'));
    const read = placesOf(topic.read());
    await Promise.all([topic.give(records(0, 0, 4)), topic.give(records(1, 0, 2))]);
    expect(await read).toHaveLength(6);
  });

  it('lets fetching wait until what was fetched is taken', async () => {
    const reading = topic.read();
    const first = reading.next();
    let waiting = true;
    const given = topic
      .give(records(0, 0, 2))
      .then(() => topic.give(records(0, 2, 2)))
      .then(() => (waiting = false));
    await first;
    await new Promise((resolve) => setImmediate(resolve));
    expect(waiting).toBe(true);
    await reading.next();
    await given;
    await reading.return(undefined);
  });

  it('leaves the group when it is left in the middle', async () => {
    const given = topic.give(records(0, 0, 2));
    for await (const batch of topic.read()) {
      expect(batch).toHaveLength(2);
      break;
    }
    await given;
    expect([topic.stopped, topic.deleted]).toEqual([1, topic.groups]);
  });

  it('joins nothing for an empty topic', async () => {
    topic.spans = topic.spans.map((span) => ({ ...span, low: span.high }));
    expect(await placesOf(topic.read())).toEqual([]);
    expect(topic.groups).toEqual([]);
  });

  it('ends with an error when the bus is closed meanwhile, or the consumer cannot work', async () => {
    const closed = placesOf(topic.read());
    await topic.joined.promise;
    topic.end.resolve();
    await expect(closed).rejects.toMatchObject({ code: 'bus-closed' });
    const other = new FakeTopic();
    const failing = placesOf(other.read());
    await other.joined.promise;
    other.end.reject(new Error('Not authorized.'));
    await expect(failing).rejects.toThrow('Not authorized.');
  });

  it('knows no topic that was not provisioned', async () => {
    await expect(placesOf(topic.read('mistyped'))).rejects.toMatchObject({ code: 'unknown-topic' });
  });
});
