import fc from 'fast-check';
import { apiVersionsAnswer } from '../testing/fake-broker.js';
import { apiVersionsRequest, NotKafka, readApiVersions } from './api-versions-request.js';

describe('The request for what a broker speaks', () => {
  it('is laid out as the protocol says', () => {
    expect(apiVersionsRequest('deploys').toString('hex')).toBe(
      ['00000011', '0012', '0000', '00000001', '0007', Buffer.from('deploys').toString('hex')].join(''),
    );
  });

  it('counts the bytes of a name, not its characters', () => {
    const request = apiVersionsRequest('größe');
    expect(request.readInt32BE(0)).toBe(request.length - 4);
    expect(request.readInt16BE(12)).toBe(7);
  });
});

describe('The answer', () => {
  const answer = apiVersionsAnswer(1, 0, [
    { key: 0, min: 3, max: 13 },
    { key: 18, min: 0, max: 4 },
  ]);

  it('gives the versions of each request', () => {
    expect([...(readApiVersions(answer) ?? [])]).toEqual([
      [0, { min: 3, max: 13 }],
      [18, { min: 0, max: 4 }],
    ]);
  });

  it('is waited for while it is not complete', () => {
    for (let bytes = 0; bytes < answer.length; bytes += 1)
      expect(readApiVersions(answer.subarray(0, bytes))).toBeUndefined();
  });

  it.each([
    ['of a web server', Buffer.from('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')],
    ['of a TLS listener', Buffer.from('15030300020250', 'hex')],
    ['to another request', apiVersionsAnswer(2, 0, [{ key: 0, min: 0, max: 1 }])],
    ['that is an error', apiVersionsAnswer(1, 35, [])],
    ['that promises more ranges than it holds', Buffer.from('0000000a0000000100000000ffff', 'hex')],
  ])('%s is none of Kafka’s', (_, bytes) => {
    expect(() => readApiVersions(bytes)).toThrow(NotKafka);
  });

  it('never fails in another way, whatever bytes come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          readApiVersions(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(NotKafka);
        }
      }),
    );
  });
});
