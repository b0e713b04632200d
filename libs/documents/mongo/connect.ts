import { Mongoose, type ConnectOptions, type mongo } from 'mongoose';
import { addressOf, type Address } from './address.js';
import { safety } from './connection-options.js';
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
export async function connect(
  uri: string,
  options: (address: Address) => ConnectOptions,
): Promise<Connected> {
  const address = addressOf(uri);
  const connection = new Mongoose().createConnection(uri, options(address));
  try {
    const database = (await connection.asPromise()).getClient().db(address.database, safety);
    await requireReplicaSet(database, address.hosts);
    return { database, hosts: address.hosts, close: () => connection.close(true) };
  } catch (error) {
    await connection.close(true);
    throw await sayWhyNotOpen(address, error);
  }
}
