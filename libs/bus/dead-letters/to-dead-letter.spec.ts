import { maxRecordBytes, type IncomingRecord } from '../port.js';
import { maxRecordSetBytes, recordSize } from '../record-size.js';
import { toDeadLetter } from './to-dead-letter.js';

const record: IncomingRecord = {
  topic: 'sleuth.builds.v1',
  partition: 7,
  offset: '1234567890123456789',
  timestamp: Date.parse('2026-11-23T11:00:00.500Z'),
  key: Buffer.from([255, 1]),
  value: Buffer.from([0, 254]),
  headers: { ce_id: Buffer.from('id'), raw: Buffer.from([255]) },
};
const why = {
  group: 'deploys',
  attempts: 3,
  reason: 'handler-bug',
  detail: 'TypeError: x',
  failedAt: new Date('2026-11-23T12:00:00Z'),
};

describe('A dead letter', () => {
  it('holds the record as it was, byte by byte', () => {
    const letter = toDeadLetter(record, why);
    expect(letter.key).toEqual(record.key);
    expect(letter.value).toEqual(record.value);
    expect(letter.headers).toMatchObject(record.headers);
  });

  it('says where the record lay, who gave it up, when and why', () => {
    expect(toDeadLetter(record, why).headers).toMatchObject({
      'x-dead-letter-topic': 'sleuth.builds.v1',
      'x-dead-letter-partition': '7',
      'x-dead-letter-offset': '1234567890123456789',
      'x-dead-letter-timestamp': '2026-11-23T11:00:00.500Z',
      'x-dead-letter-group': 'deploys',
      'x-dead-letter-attempts': '3',
      'x-dead-letter-reason': 'handler-bug',
      'x-dead-letter-detail': 'TypeError: x',
      'x-dead-letter-failed-at': '2026-11-23T12:00:00.000Z',
    });
  });

  it('keeps a tombstone and a missing key what they are', () => {
    expect(toDeadLetter({ ...record, key: null, value: null }, why)).toMatchObject({
      key: null,
      value: null,
    });
  });

  it('cuts a long detail', () => {
    const { headers } = toDeadLetter(record, { ...why, detail: 'x'.repeat(2000) });
    expect(headers?.['x-dead-letter-detail']).toHaveLength(512);
  });

  it('does not believe what a record says about having been a dead letter', () => {
    const headers = { 'x-dead-letter-replayed': Buffer.from('0:0'), 'x-replay-count': Buffer.from('1') };
    const letter = toDeadLetter({ ...record, headers }, why);
    expect(letter.headers).not.toHaveProperty('x-dead-letter-replayed');
    expect(letter.headers).toHaveProperty('x-replay-count', Buffer.from('1'));
  });

  it('comes without a value that no topic would take, and says how large it was', () => {
    const value = Buffer.alloc(maxRecordBytes + 1);
    const letter = toDeadLetter({ ...record, value }, why);
    expect(letter.value).toBeNull();
    expect(letter.headers).toMatchObject({ 'x-dead-letter-dropped-bytes': String(maxRecordBytes + 1) });
    expect(toDeadLetter(record, why).headers).not.toHaveProperty('x-dead-letter-dropped-bytes');
  });

  describe('of a record that is too large for its topic', () => {
    const large = (bytes: number) => Buffer.alloc(bytes);
    const droppedOf = (oversize: Partial<IncomingRecord>) => {
      const letter = toDeadLetter({ ...record, ...oversize }, why);
      expect(recordSize(letter)).toBeLessThan(maxRecordSetBytes - 4096);
      const dropped = Object.entries(letter.headers ?? {}).filter(([name]) => name.includes('dropped'));
      return { letter, dropped: Object.fromEntries(dropped) };
    };

    it('comes without the value, when it fits then', () => {
      const headers = { ce_id: Buffer.from('id'), trace: large(maxRecordBytes - 2000) };
      const { letter, dropped } = droppedOf({ value: large(maxRecordBytes), headers });
      expect(letter).toMatchObject({ key: record.key, value: null });
      expect(letter.headers?.['trace']).toBe(headers.trace);
      expect(dropped).toEqual({ 'x-dead-letter-dropped-bytes': String(maxRecordBytes) });
    });

    it('comes without the headers too, when these are too many, but still counts replays', () => {
      const headers = { trace: large(maxRecordSetBytes), 'x-replay-count': Buffer.from('2') };
      const { letter, dropped } = droppedOf({ headers });
      expect(letter).toMatchObject({ key: record.key, value: null });
      expect(letter.headers).toHaveProperty('x-replay-count', Buffer.from('2'));
      expect(letter.headers).not.toHaveProperty('trace');
      expect(dropped).toEqual({
        'x-dead-letter-dropped-bytes': '2',
        'x-dead-letter-dropped-headers': '2',
      });
    });

    it('comes without the key too, when that is too long', () => {
      const { letter, dropped } = droppedOf({ key: large(maxRecordSetBytes) });
      expect(letter).toMatchObject({ key: null, value: null });
      expect(dropped).toEqual({
        'x-dead-letter-dropped-bytes': '2',
        'x-dead-letter-dropped-headers': '2',
        'x-dead-letter-dropped-key-bytes': String(maxRecordSetBytes),
      });
    });
  });
});
