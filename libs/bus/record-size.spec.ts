import { maxRecordBytes } from './port.js';
import { maxRecordSetBytes, recordBytes } from './record-size.js';

const mebibyte = (bytes = 0) => Buffer.alloc(maxRecordBytes + bytes);

function refusalOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('The size of a record', () => {
  it('counts bytes, not characters, of key, value and headers', () => {
    const bare = recordBytes('builds', { key: null, value: null });
    expect(recordBytes('builds', { key: 'größe', value: '鍵' }) - bare).toBe(7 + 3);
    const headers = { ce_id: 'é', raw: Buffer.alloc(5) };
    expect(recordBytes('builds', { key: null, value: null, headers }) - bare).toBeGreaterThanOrEqual(
      5 + 2 + 3 + 5,
    );
  });

  it('takes a value of one mebibyte, and refuses one that is a byte longer', () => {
    expect(recordBytes('builds', { key: 'k', value: mebibyte() })).toBeGreaterThan(maxRecordBytes);
    expect(refusalOf(() => recordBytes('builds', { key: 'k', value: mebibyte(1) }))).toMatchObject({
      code: 'record-too-large',
      topic: 'builds',
      bytes: maxRecordBytes + 1,
    });
  });

  it('refuses a record whose headers are too large for the topics', () => {
    const headers = { trace: mebibyte() };
    expect(refusalOf(() => recordBytes('builds', { key: 'k', value: mebibyte(), headers }))).toMatchObject({
      code: 'record-too-large',
      limit: maxRecordSetBytes,
    });
  });
});
