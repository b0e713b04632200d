import { readFile } from 'node:fs/promises';
import { serveControl } from './control/control-server.js';
import { Faults } from './fault/faults.js';
import { MEMORY, openLogFile, type OpenedLog } from './log/log-file.js';
import { Subscriptions } from './read/subscriptions.js';
import { CallGate } from './server/call-gate.js';
import { serveGrpc } from './server/grpc-server.js';
import type { StandInConfig } from './settings/read-config.js';
import { writeFirstEvents } from './store/first-events.js';
import { Pulse } from './store/pulse.js';
import { Store } from './store/store.js';

/** A stand-in that answers. */
export interface RunningStandIn {
  /** A connection string for clients, without credentials. */
  readonly url: string;
  /** Where the control API is. */
  readonly controlUrl: string;
  /** Bytes of a torn last line that were cut off the log at start. */
  readonly cutBytes: number;
  /** Ends subscriptions without a word, keeps what is being written, and lets go of everything. */
  readonly close: () => Promise<void>;
}

const IN_MEMORY: OpenedLog = { writes: [], storage: MEMORY, cutBytes: 0 };

/** Starts a stand-in in this process; resolves when it answers. Whatever fails, nothing stays open. */
export async function startStandIn(config: StandInConfig): Promise<RunningStandIn> {
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of opened.splice(0).reverse()) await end();
  };
  try {
    return { ...(await open(config, opened)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens one part after the other, each with what closes it. */
async function open(
  { host, port, controlPort, tls: files, dataDir, accounts }: StandInConfig,
  opened: (() => Promise<void>)[],
): Promise<Omit<RunningStandIn, 'close'>> {
  const tls = files && {
    certificate: await readFile(files.certificateFile),
    key: await readFile(files.keyFile),
  };
  const log = dataDir === undefined ? IN_MEMORY : await openLogFile(dataDir);
  const wake = new Pulse();
  const store = new Store(log.writes, log.storage, () => Date.now(), wake);
  opened.push(() => store.close());
  await writeFirstEvents(store, accounts);
  const faults = new Faults(wake);
  const gate = new CallGate(accounts, store);
  const subscriptions = new Subscriptions(faults, wake);
  const grpc = await serveGrpc({ host, port }, tls, { store, faults, gate, subscriptions });
  opened.push(() => grpc.close());
  const { connections } = grpc;
  const control = await serveControl({ controlPort }, { store, faults, gate, subscriptions, connections });
  opened.push(
    () => control.close(),
    async () => subscriptions.endAll(),
  );
  return {
    url: `esdb://${host}:${String(grpc.port)}?tls=${String(tls !== undefined)}`,
    controlUrl: control.url,
    cutBytes: log.cutBytes,
  };
}
