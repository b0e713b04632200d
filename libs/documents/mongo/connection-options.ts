import mongoose, { type ConnectOptions, type mongo } from 'mongoose';
import type { Address } from './address.js';

const { ReadConcern } = mongoose.mongo;

/** How long a read may take at the server, in milliseconds: less than the socket waits, which ends only what hangs. */
export const maxTimeMS = 15_000;
export const pingTimeoutMS = 3_000;

/** What a connection string may say otherwise. */
const customary = {
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 4_000,
  socketTimeoutMS: 20_000,
  maxPoolSize: 30,
};

/** What no connection string can change. */
const fixed = {
  readPreference: 'primary',
  retryWrites: true,
  retryReads: true,
  bufferCommands: false,
  autoIndex: false,
  autoCreate: false,
} as const satisfies ConnectOptions;

/**
 * How the database is used, whatever the connection string says (it has two names for some of this, and the weaker one
 * can win). What a majority has in its journal survives a failover; what is read is what a majority has, from the
 * primary, so that a write that was acknowledged is seen by every later read.
 */
export const safety: mongo.DbOptions = {
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: 5_000 },
  readConcern: new ReadConcern('majority'),
  readPreference: 'primary',
};

/** How patiently the server at the address is used. */
export function connectionOptions({ options }: Pick<Address, 'options'>): ConnectOptions {
  const said = new Set([...options.keys()].map((name) => name.toLowerCase()));
  const unsaid = Object.entries(customary).filter(([name]) => !said.has(name.toLowerCase()));
  return { ...Object.fromEntries(unsaid), ...fixed };
}

/** Making an index takes as long as it takes: a time-out would only say that it failed while it goes on. */
export function provisioningOptions(address: Pick<Address, 'options'>): ConnectOptions {
  return { ...connectionOptions(address), socketTimeoutMS: 0 };
}
