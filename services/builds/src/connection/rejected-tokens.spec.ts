import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import { rejectedTokens, RejectedTokens } from './rejected-tokens.js';

describe('rejected tokens', () => {
  const documents = temporaryDocuments([rejectedTokens]);
  const newConnection = () => ({ id: randomUUID(), organization: 'acme', tokenVersion: randomUUID() });

  it('are those that Buildkite rejected, and no later ones of their connection', async () => {
    const tokens = new RejectedTokens(documents(), new ManualClock(), new RecordingLog());
    const connection = newConnection();
    expect(await tokens.has(connection)).toBe(false);
    await tokens.add(connection, 'Authentication required.');
    expect(await tokens.has(connection)).toBe(true);
    expect(await tokens.has({ ...connection, tokenVersion: randomUUID() })).toBe(false);
  });

  it('stay rejected since the first time, whenever they are tried, until Buildkite takes them again', async () => {
    const clock = new ManualClock('2026-11-23T12:00:00.000Z');
    const tokens = new RejectedTokens(documents(), clock, new RecordingLog());
    const connection = newConnection();
    await tokens.tried(connection);
    expect(await tokens.triedAt(connection)).toBeUndefined();
    await tokens.add(connection, 'Authentication required.');
    expect(await tokens.triedAt(connection)).toBe('2026-11-23T12:00:00.000Z');
    await clock.advance(3_600_000);
    await tokens.tried(connection);
    expect(await tokens.triedAt(connection)).toBe('2026-11-23T13:00:00.000Z');
    expect(await tokens.rejectedAt(connection)).toBe('2026-11-23T12:00:00.000Z');
    await tokens.takeBack(connection);
    expect(await tokens.has(connection)).toBe(false);
  });

  it('are told in the log once', async () => {
    const log = new RecordingLog();
    const tokens = new RejectedTokens(documents(), new ManualClock(), log);
    const connection = newConnection();
    await tokens.add(connection, 'Authentication required.');
    await tokens.add(connection, 'Authentication required.');
    expect(log.lines).toEqual([
      {
        level: 'error',
        data: { organization: 'acme', connection: connection.id, detail: 'Authentication required.' },
        message: expect.stringContaining('until the token is replaced') as string,
      },
    ]);
  });
});
