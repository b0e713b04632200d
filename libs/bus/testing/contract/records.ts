import { RecordTooLarge, UnknownTopic } from '../../errors.js';
import { maxRecordBytes } from '../../port.js';
import { readAll } from '../read-all.js';
import { numbered, recordsOf, type Engine } from './engine.js';
import { partitionOfTwelve } from './keys-by-partition.js';

/** What a record is, and what becomes of it. */
export function describeRecords(engine: Engine): void {
  it('keeps key, value and headers of a record byte by byte, and says where and when it lies', async () => {
    const topic = await engine.topic(1);
    const value = Buffer.from([0, 255, 128, 10]);
    const before = Date.now();
    await engine.bus.publish(topic, [
      { key: 'größe', value, headers: { ce_id: 'é', raw: Buffer.from([255, 0]) } },
    ]);

    const [record] = await readAll(engine.bus, topic);
    expect(record).toMatchObject({ topic, partition: 0, offset: '0' });
    expect(record?.key?.toString('utf8')).toBe('größe');
    expect(record?.value?.equals(value)).toBe(true);
    expect(record?.headers['ce_id']?.toString('utf8')).toBe('é');
    expect(record?.headers['raw']?.equals(Buffer.from([255, 0]))).toBe(true);
    expect(Math.abs((record?.timestamp ?? 0) - before)).toBeLessThan(60_000);
  });

  it('tells an empty value from none, and takes a record without key', async () => {
    const topic = await engine.topic(1);
    await engine.bus.publish(topic, [
      { key: 'k', value: '' },
      { key: null, value: null },
    ]);
    const records = await readAll(engine.bus, topic);
    expect(records.map(({ key, value }) => [key?.toString() ?? null, value?.toString() ?? null])).toEqual([
      ['k', ''],
      [null, null],
    ]);
  });

  it('puts a key where Kafka’s default partitioner puts it', async () => {
    const topic = await engine.topic(12);
    const keys = Object.keys(partitionOfTwelve);
    await engine.bus.publish(
      topic,
      keys.map((key) => ({ key, value: key })),
    );
    const placed = (await readAll(engine.bus, topic)).map(({ value, partition }) => [
      value?.toString(),
      partition,
    ]);
    expect(Object.fromEntries(placed)).toEqual(partitionOfTwelve);
  });

  it('keeps records of one key in the order in which they were published', async () => {
    const topic = await engine.topic();
    for (const part of [numbered('first', 300), numbered('then', 300)])
      await engine.bus.publish(topic, recordsOf(part, 'acme'));
    const values = (await readAll(engine.bus, topic)).map(({ value }) => value?.toString());
    expect(values).toEqual([...numbered('first', 300), ...numbered('then', 300)]);
  });

  it('keeps everything of many publishers at once', async () => {
    const topic = await engine.topic();
    const parts = numbered('publisher', 40).map((publisher) => numbered(publisher, 25));
    await Promise.all(parts.map((part) => engine.bus.publish(topic, recordsOf(part))));
    const values = (await readAll(engine.bus, topic)).map(({ value }) => value?.toString());
    expect(new Set(values)).toEqual(new Set(parts.flat()));
  });

  it('takes a value of the largest size and refuses a larger one with all that came with it', async () => {
    const topic = await engine.topic(1);
    await engine.bus.publish(topic, [{ key: 'k', value: Buffer.alloc(maxRecordBytes, 1) }]);
    const oversize = engine.bus.publish(topic, [
      { key: 'k', value: 'small' },
      { key: 'k', value: Buffer.alloc(maxRecordBytes + 1) },
    ]);
    await expect(oversize).rejects.toBeInstanceOf(RecordTooLarge);
    const sizes = (await readAll(engine.bus, topic)).map(({ value }) => value?.length);
    expect(sizes).toEqual([maxRecordBytes]);
  });

  it('takes nothing to publish as done', async () => {
    const topic = await engine.topic(1);
    await engine.bus.publish(topic, []);
    expect(await readAll(engine.bus, topic)).toEqual([]);
  });

  it('knows no topic that was not provisioned', async () => {
    const topic = `${engine.group()}.mistyped`;
    const { bus } = engine;
    await expect(bus.publish(topic, recordsOf(['a']))).rejects.toBeInstanceOf(UnknownTopic);
    await expect(bus.publish(topic, recordsOf(['a']))).rejects.toMatchObject({ code: 'unknown-topic' });
    await expect(engine.receive(engine.group(), [topic])).rejects.toBeInstanceOf(UnknownTopic);
    await expect(readAll(bus, topic)).rejects.toBeInstanceOf(UnknownTopic);
    await expect(bus.lag(engine.group(), topic)).rejects.toBeInstanceOf(UnknownTopic);
  });

  it('leaves a topic that exists as it is when it is provisioned again', async () => {
    const topic = await engine.topic(1);
    await engine.bus.publish(topic, recordsOf(['kept']));
    await Promise.all([
      engine.bus.provision([{ name: topic, partitions: 1 }]),
      engine.bus.provision([{ name: topic, partitions: 1 }]),
    ]);
    expect(await readAll(engine.bus, topic)).toHaveLength(1);
  });
}
