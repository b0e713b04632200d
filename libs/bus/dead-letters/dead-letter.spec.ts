import { aDeployRegistered, recordOf } from '#libs/contracts/testing';
import type { IncomingRecord, OutgoingRecord } from '../port.js';
import { readDeadLetter } from './dead-letter.js';
import { toDeadLetter } from './to-dead-letter.js';

const event = aDeployRegistered();
const why = {
  group: 'builds',
  attempts: 1,
  reason: 'unsupported-version',
  detail: 'The event is known in another version only.',
  failedAt: new Date('2026-11-23T12:00:00Z'),
};

const delivered = ({ key, value, headers = {} }: OutgoingRecord): IncomingRecord => ({
  topic: 'sleuth.deploys.v1.builds.dead-letters',
  partition: 0,
  offset: '5',
  timestamp: 0,
  key: key === null ? null : Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
});

describe('Reading a dead letter', () => {
  it('gives an operator place, event, reason and count, without the content', () => {
    const letter = readDeadLetter(delivered(toDeadLetter(recordOf(event, '41'), why)));
    expect(letter).toEqual({
      id: '0:41',
      topic: 'sleuth.deploys.v1',
      partition: 0,
      offset: '41',
      group: 'builds',
      key: event.subject,
      eventId: event.id,
      eventType: 'sleuth.deploy-registered.v1',
      reason: 'unsupported-version',
      detail: 'The event is known in another version only.',
      attempts: 1,
      takenAt: '2026-11-23T12:00:00.250Z',
      failedAt: '2026-11-23T12:00:00.000Z',
      replays: 0,
    });
  });

  it('says so when the record had neither key nor event', () => {
    const record = { ...recordOf(event), key: null, value: null, headers: {} };
    expect(readDeadLetter(delivered(toDeadLetter(record, why)))).toMatchObject({
      key: null,
      eventId: null,
      eventType: null,
    });
  });

  it('says how often it was put back', () => {
    const record = recordOf(event);
    const replayed = { ...record, headers: { ...record.headers, 'x-replay-count': Buffer.from('2') } };
    expect(readDeadLetter(delivered(toDeadLetter(replayed, why)))?.replays).toBe(2);
  });

  it('is nothing when the record is no dead letter', () => {
    expect(readDeadLetter(recordOf(event))).toBeUndefined();
  });
});
