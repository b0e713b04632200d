import { deadLetterTopic } from '#libs/contracts';
import type { Bus, IncomingRecord } from '../port.js';
import { numbered } from '../testing/contract/engine.js';
import { readAll } from '../testing/read-all.js';
import { recordingLog } from '../testing/recording-log.js';
import { openTemporaryBus, type TemporaryBus } from '../testing/temporary-bus.js';
import { deadLetterTopics } from './dead-letter-topics.js';
import { deadLetters } from './dead-letters.js';
import { replayDeadLetters, type Replay } from './replay-dead-letters.js';
import { toDeadLetter } from './to-dead-letter.js';

const topic = 'sleuth.deploys.v1';
const group = 'builds';

describe('Dead letters', () => {
  let temporary: TemporaryBus;
  let bus: Bus;
  let log: ReturnType<typeof recordingLog>;

  beforeEach(async () => {
    temporary = await openTemporaryBus();
    ({ bus } = temporary);
    log = recordingLog();
    await bus.provision([{ name: topic, partitions: 3 }, ...deadLetterTopics(group, [topic])]);
  });

  afterEach(() => temporary.remove());

  const record = (offset: string, changes: Partial<IncomingRecord> = {}): IncomingRecord => ({
    topic,
    partition: 2,
    offset,
    timestamp: 0,
    key: Buffer.from('acme'),
    value: Buffer.from(`value-${offset}`),
    headers: { ce_id: Buffer.from(offset) },
    ...changes,
  });
  const why = { group, attempts: 1, detail: '', failedAt: new Date(0) };
  const setAside = (records: readonly IncomingRecord[], reason = 'empty') =>
    bus.publish(
      deadLetterTopic(topic, group),
      records.map((one) => toDeadLetter(one, { ...why, reason })),
    );
  const list = () => deadLetters({ bus, topic, group });
  const replay = (changes: Partial<Replay> = {}) => replayDeadLetters({ bus, topic, group, log, ...changes });
  const ids = async () => (await list()).map(({ id }) => id);

  it('are listed oldest first', async () => {
    expect(await list()).toEqual([]);
    await setAside([record('5'), record('3')]);
    await setAside([record('9')], 'invalid-data');
    expect((await list()).map(({ id, reason }) => [id, reason])).toEqual([
      ['2:5', 'empty'],
      ['2:3', 'empty'],
      ['2:9', 'invalid-data'],
    ]);
  });

  it('are listed once though they were set aside twice', async () => {
    await setAside([record('5')]);
    await setAside([record('5'), record('6')]);
    expect(await ids()).toEqual(['2:5', '2:6']);
    expect(await replay()).toMatchObject({ replayed: 2 });
    expect(await readAll(bus, topic)).toHaveLength(2);
  });

  it('are put back as they were, with the count of replays', async () => {
    const value = Buffer.from([0, 255]);
    await setAside([record('5', { value, headers: { ce_id: Buffer.from('5'), raw: Buffer.from([255]) } })]);
    expect(await replay()).toEqual({ replayed: 1, exhausted: 0, leftOut: 0 });
    const back = await readAll(bus, topic);
    expect(back).toMatchObject([{ key: Buffer.from('acme'), value }]);
    expect(back[0]?.headers).toEqual({
      ce_id: Buffer.from('5'),
      raw: Buffer.from([255]),
      'x-replay-count': Buffer.from('1'),
    });
  });

  it('are gone from the list once they are put back, and are not put back again', async () => {
    await setAside([record('5'), record('6')]);
    await replay();
    expect(await ids()).toEqual([]);
    expect(await replay()).toEqual({ replayed: 0, exhausted: 0, leftOut: 0 });
    expect(await readAll(bus, topic)).toHaveLength(2);
  });

  it('come back under their new place when they fail again', async () => {
    await setAside([record('5')]);
    await replay();
    const [again] = await readAll(bus, topic);
    await setAside([again as IncomingRecord]);
    expect(await list()).toMatchObject([{ id: `${again?.partition}:0`, replays: 1 }]);
  });

  it('are listed again when the same record is set aside anew, as when a group reads from the beginning', async () => {
    await setAside([record('5')]);
    await replay();
    await setAside([record('5')]);
    expect(await ids()).toEqual(['2:5']);
  });

  it('are put back three times at most, and stay in the list then', async () => {
    await setAside([record('5')]);
    for (const round of [0, 1, 2]) {
      expect(await replay()).toMatchObject({ replayed: 1, exhausted: 0 });
      await setAside([(await readAll(bus, topic))[round] as IncomingRecord]);
    }
    expect(await replay()).toEqual({ replayed: 0, exhausted: 1, leftOut: 0 });
    expect(await list()).toMatchObject([{ replays: 3 }]);
    expect(await readAll(bus, topic)).toHaveLength(3);
  });

  it('can be chosen from, and the others wait for their turn', async () => {
    await setAside([record('5'), record('6'), record('7')]);
    const chosen = await replay({ filter: ({ offset }) => offset === '6' });
    expect(chosen).toEqual({ replayed: 1, exhausted: 0, leftOut: 2 });
    expect(await ids()).toEqual(['2:5', '2:7']);
    expect(await replay()).toMatchObject({ replayed: 2 });
    const values = (await readAll(bus, topic)).map(({ value }) => value?.toString());
    expect(values).toEqual(['value-6', 'value-5', 'value-7']);
  });

  it('are put back again when it is not known whether they were', async () => {
    await setAside([record('5')]);
    const failing: Bus = Object.create(bus, {
      publish: {
        value: (to: string, records: Parameters<Bus['publish']>[1]) =>
          to === topic ? bus.publish(to, records) : Promise.reject(new Error('bus is down')),
      },
      read: { value: (from: string) => bus.read(from) },
    }) as Bus;
    await expect(replay({ bus: failing })).rejects.toThrow('bus is down');
    expect(await ids()).toEqual(['2:5']);
    expect(await replay()).toMatchObject({ replayed: 1 });
    expect(await readAll(bus, topic)).toHaveLength(2);
  });

  it('are replayed in great number', async () => {
    const offsets = numbered('', 1200).map((_, at) => String(at));
    await setAside(offsets.map((offset) => record(offset)));
    expect(await replay()).toMatchObject({ replayed: 1200 });
    expect(new Set((await readAll(bus, topic)).map(({ headers }) => headers['ce_id']?.toString()))).toEqual(
      new Set(offsets),
    );
    expect(await list()).toEqual([]);
  });

  it('are not confused by a record that is none', async () => {
    await bus.publish(deadLetterTopic(topic, group), [{ key: 'x', value: 'stray' }]);
    await setAside([record('5')]);
    expect(await ids()).toEqual(['2:5']);
    expect(await replay()).toMatchObject({ replayed: 1 });
  });

  it('leave a line in the log when they are put back', async () => {
    await setAside([record('5')]);
    await replay();
    expect(log.lines).toEqual([
      {
        level: 'info',
        message: 'Dead letters were put back',
        data: { topic, group, replayed: 1, exhausted: 0, leftOut: 0 },
      },
    ]);
  });
});
