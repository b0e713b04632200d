import type { Readable } from 'node:stream';
import type { AppendResult } from '@eventstore/db-client';
import { RenewedClient } from '../client/renewed-client.js';
import type { UnaryClient } from '../client/unary-client.js';
import type { Connection } from '../connection.js';
import { RecordingLog } from './recording-log.js';

/** What the server does with one call: fails, or answers. */
export interface Script {
  /** One for each append, in order. */
  readonly appends?: (() => Promise<Pick<AppendResult, 'nextExpectedRevision'>>)[];
  /** What each reading of a stream finds, in order. */
  readonly reads?: (() => Readable)[];
}

/** What a scripted client was asked for. */
export interface Asked {
  readonly appends: unknown[][];
  readonly reads: unknown[][];
  /** How many clients were built. */
  clients: number;
}

/** A connection whose client does what the script says, for what no server can be made to do. */
export function scriptedConnection(
  { appends = [], reads = [] }: Script,
  limits: { appendTimeout?: number; readTimeout?: number } = {},
): { connection: Connection; asked: Asked; closing: AbortController } {
  const asked: Asked = { appends: [], reads: [], clients: 0 };
  const closing = new AbortController();
  const client = {
    appendToStream: (...call: unknown[]) => {
      asked.appends.push(call);
      return (appends.shift() ?? unexpected)();
    },
    readStream: (...call: unknown[]) => {
      asked.reads.push(call);
      return Object.assign((reads.shift() ?? unexpected)(), { cancel: async () => undefined });
    },
    close: async () => undefined,
  } as unknown as UnaryClient;
  const log = new RecordingLog();
  const build = (): UnaryClient => {
    asked.clients += 1;
    return client;
  };
  const clients = new RenewedClient({ build, log });
  const connection = {
    clients,
    hosts: 'store.example:2113',
    closing: closing.signal,
    log,
    appendTimeout: 200,
    readTimeout: 200,
    ...limits,
  };
  return { connection, asked, closing };
}

function unexpected(): never {
  throw new Error('The script has nothing for this call.');
}
