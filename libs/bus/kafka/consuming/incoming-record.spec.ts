import type { IHeaders, KafkaMessage } from 'kafkajs';
import { toIncomingRecord } from './incoming-record.js';

function message(parts: Partial<KafkaMessage> = {}): KafkaMessage {
  return {
    key: Buffer.from('acme'),
    value: Buffer.from('value'),
    timestamp: '1767225600000',
    attributes: 0,
    offset: '42',
    headers: {},
    ...parts,
  } as KafkaMessage;
}

describe('A record from Kafka', () => {
  it('says where and when it lies, and what it holds', () => {
    expect(toIncomingRecord('builds', 3, message())).toEqual({
      topic: 'builds',
      partition: 3,
      offset: '42',
      timestamp: 1_767_225_600_000,
      key: Buffer.from('acme'),
      value: Buffer.from('value'),
      headers: {},
    });
  });

  it('may be without key, value and headers', () => {
    const { headers: _, ...bare } = message({ key: null, value: null });
    expect(toIncomingRecord('builds', 0, bare as KafkaMessage)).toMatchObject({
      key: null,
      value: null,
      headers: {},
    });
  });

  it('has each header once, as bytes', () => {
    const headers: IHeaders = {
      once: Buffer.from([255, 0]),
      twice: [Buffer.from('first'), Buffer.from('last')],
      text: 'é',
      none: undefined,
    };
    expect(toIncomingRecord('builds', 0, message({ headers })).headers).toEqual({
      once: Buffer.from([255, 0]),
      twice: Buffer.from('last'),
      text: Buffer.from('é'),
      none: Buffer.alloc(0),
    });
  });

  it('takes the bytes of a header as they are, without a copy', () => {
    const sent = Buffer.from('id');
    expect(toIncomingRecord('builds', 0, message({ headers: { ce_id: sent } })).headers['ce_id']).toBe(sent);
  });

  it('takes a header by the name of __proto__ for a header', () => {
    const headers = JSON.parse('{"__proto__": "x"}') as IHeaders;
    const read = toIncomingRecord('builds', 0, message({ headers })).headers;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.entries(read)).toEqual([['__proto__', Buffer.from('x')]]);
  });
});
