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
