import { temporaryDocuments } from '#libs/documents/testing';
import { randomUUID } from 'node:crypto';
import { cursors, Cursors } from './cursors.js';

describe('how far polling has come', () => {
  const documents = temporaryDocuments([cursors]);

  it('is kept for each Buildkite organization of each connection', async () => {
    const kept = new Cursors(documents());
    const connection = randomUUID();
    expect(await kept.get(connection, 'acme-inc')).toBeUndefined();
    await kept.move(connection, 'acme-inc', '2026-11-23T12:00:00.000Z');
    expect(await kept.get(connection, 'acme-inc')).toBe('2026-11-23T12:00:00.000Z');
    expect(await kept.get(connection, 'acme-labs')).toBeUndefined();
    expect(await kept.get(randomUUID(), 'acme-inc')).toBeUndefined();
  });

  it('moves forward only, whoever moves it', async () => {
    const kept = new Cursors(documents());
    const connection = randomUUID();
    await kept.move(connection, 'acme-inc', '2026-11-23T12:01:00.000Z');
    await kept.move(connection, 'acme-inc', '2026-11-23T12:00:00.000Z');
    expect(await kept.get(connection, 'acme-inc')).toBe('2026-11-23T12:01:00.000Z');
    await kept.move(connection, 'acme-inc', '2026-11-23T12:02:00.000Z');
    expect(await kept.get(connection, 'acme-inc')).toBe('2026-11-23T12:02:00.000Z');
  });
});
