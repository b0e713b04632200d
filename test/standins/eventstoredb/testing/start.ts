import type { Account } from '../src/access/users.js';
import type { StandInConfig } from '../src/settings/read-config.js';
import { startStandIn } from '../src/start.js';
import { EventStoreControl } from './control.js';

/** How a test wants its stand-in; everything has a default. */
export interface StandInOptions {
  /** Where the log is kept; default: in memory alone. */
  readonly dataDir?: string;
  /** Who may do something; default: everybody may do everything. Clients show who they are over TLS only. */
  readonly users?: readonly Account[];
  /** Files in PEM; default: no encryption. */
  readonly tls?: StandInConfig['tls'];
  /** Of the gRPC server; default: any free one. */
  readonly port?: number;
}

/** A stand-in in this process. */
export interface RunningEventStore {
  /** A connection string without credentials. */
  readonly url: string;
  readonly control: EventStoreControl;
  /** Bytes of a torn last line that were cut off the log at start. */
  readonly cutBytes: number;
  /** Ends it and all connections to it; what it acknowledged is kept where it has a folder. */
  readonly close: () => Promise<void>;
}

/** Starts a stand-in in this process on free ports of the loopback interface. */
export async function startEventStoreStandIn(options: StandInOptions = {}): Promise<RunningEventStore> {
  const { url, controlUrl, cutBytes, close } = await startStandIn({
    host: '127.0.0.1',
    port: options.port ?? 0,
    controlPort: 0,
    dataDir: options.dataDir,
    accounts: options.users ?? [],
    tls: options.tls,
  });
  return { url, control: new EventStoreControl(controlUrl), cutBytes, close };
}
