import { Mongoose, type ConnectOptions, type Connection, type mongo } from 'mongoose';
import { addressOf } from './address.js';
import { sayWhyNotOpen } from './open-failure.js';
import { requireReplicaSet } from './replica-set.js';

/** A connection that belongs to whoever asked for it. */
export interface Connected {
  readonly database: mongo.Db;
  /** Where it leads, without credentials. */
  readonly hosts: string;
  close(): Promise<void>;
}

/**
 * Connects to a replica set, with a mongoose of its own.
 * @throws DocumentsUnreachable, DocumentsUnusable
 */
export async function connect(uri: string, options: ConnectOptions): Promise<Connected> {
  const address = addressOf(uri);
  const connection = new Mongoose().createConnection(uri, options);
  try {
    const database = databaseOf(await connection.asPromise());
    await requireReplicaSet(database, address.hosts);
    return { database, hosts: address.hosts, close: () => connection.close(true) };
  } catch (error) {
    await connection.close(true);
    throw await sayWhyNotOpen(address, error);
  }
}

function databaseOf({ db }: Connection): mongo.Db {
  if (db === undefined) throw new Error('A connection without a database is not open.');
  return db;
}
