import type { ConnectOptions } from 'mongoose';

/**
 * How long one server is waited for, in milliseconds. The socket's time is longer than a read may take at the server,
 * so that it ends only what hangs.
 */
const serverSelectionTimeoutMS = 5_000;
const socketTimeoutMS = 20_000;
export const maxTimeMS = 15_000;
export const pingTimeoutMS = 3_000;

/**
 * They win over what the connection string says. What a majority has in its journal survives a failover; what is read
 * is what a majority has, from the primary, so that a write that was acknowledged is seen by every later read.
 */
export const connectionOptions = {
  w: 'majority',
  journal: true,
  wtimeoutMS: 5_000,
  readConcernLevel: 'majority',
  readPreference: 'primary',
  retryWrites: true,
  retryReads: true,
  serverSelectionTimeoutMS,
  connectTimeoutMS: serverSelectionTimeoutMS,
  socketTimeoutMS,
  maxPoolSize: 30,
  bufferCommands: false,
  autoIndex: false,
  autoCreate: false,
} as const satisfies ConnectOptions;

/** Making an index takes as long as it takes: a time-out would only say that it failed while it goes on. */
export const provisioningOptions = { ...connectionOptions, socketTimeoutMS: 0 } satisfies ConnectOptions;
