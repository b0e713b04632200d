import { Secret } from '#libs/platform';
import { RecordingLog } from '#libs/platform/testing';
import { Session } from '../client/session.js';
import type { Governor } from '../governor/governor.js';
import { SharedGovernor } from '../governor/shared-governor.js';
import { openTransport, type Transport } from '../http/transport.js';
import { startApi, type Api } from './api.js';
import { hurriedClock, type HurriedClock } from './hurried-clock.js';
import { MemoryBudgets } from './memory-budgets.js';

/** A session of the token `bkua_CANARY` with an API on this machine, on a clock on which nobody waits. */
export interface TestSession {
  readonly api: Api;
  readonly address: URL;
  readonly session: Session;
  readonly clock: HurriedClock;
  readonly governor: Governor;
  readonly log: RecordingLog;
  readonly transport: Transport;
  /** A session of another token through the same governor. */
  another(user?: string): Session;
  close(): Promise<void>;
}

export async function startSession(): Promise<TestSession> {
  const api = await startApi();
  const clock = hurriedClock();
  const log = new RecordingLog();
  const random = () => 0.5;
  const governor = new SharedGovernor({ documents: new MemoryBudgets(), clock, log, random });
  const transport = openTransport({
    clock,
    allowInsecure: true,
    userAgent: 'test',
    timeouts: { connectMs: 5_000, totalMs: 5_000 },
  });
  const parts = { transport, governor, clock, log, random };
  return {
    api,
    address: new URL(api.url),
    clock,
    log,
    governor,
    transport,
    session: new Session(parts, new Secret('bkua_CANARY'), 'ada'),
    another: (user) => new Session(parts, new Secret('bkua_OTHER'), user),
    async close() {
      await transport.close();
      await api.close();
    },
  };
}
