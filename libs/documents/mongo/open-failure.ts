import mongoose, { type mongo } from 'mongoose';
import { DocumentsUnreachable, DocumentsUnusable } from '../errors.js';
import type { Address } from './address.js';
import { notInReplicaSet, type Hello } from './replica-set.js';

const { MongoClient, MongoNetworkError, MongoServerError, MongoSystemError } = mongoose.mongo;
const { MongooseServerSelectionError } = mongoose.Error;

/** Codes of MongoDB's errors. */
const unauthorized = 13;
const authenticationFailed = 18;
const probeTimeoutMs = 2_000;

/** Says in our words why a connection did not open. MongoDB's own error is not kept: it may know the login. */
export async function sayWhyNotOpen(address: Address, error: unknown): Promise<Error> {
  const { hosts } = address;
  if (error instanceof DocumentsUnusable) return error;
  if (error instanceof MongoServerError) return sayWhatServerSaid(address, error);
  if (isWithoutFault(error)) return sayWhichSetAnswers(address);
  if (isOfServers(error)) return new DocumentsUnreachable(hosts, error.message);
  return new DocumentsUnusable(`MONGODB_URI for ${hosts} cannot be used. Check its options and its login.`);
}

function sayWhatServerSaid({ hosts, database }: Address, { code, message }: mongo.MongoServerError): Error {
  switch (code) {
    case authenticationFailed:
      return new DocumentsUnusable(
        `MongoDB at ${hosts} refuses the user or the password in MONGODB_URI. Correct them; users of another database need authSource.`,
      );
    case unauthorized:
      return new DocumentsUnusable(
        `MongoDB at ${hosts} does not let the user in MONGODB_URI work on ${database}. Give it the role readWrite there.`,
      );
    default:
      return new DocumentsUnreachable(hosts, message);
  }
}

/** Whether servers answered, but none as a server to be used: one that is alone, in another replica set or in none yet. */
function isWithoutFault(error: unknown): boolean {
  if (!(error instanceof MongooseServerSelectionError) || !('reason' in error)) return false;
  const { servers } = error.reason as mongo.TopologyDescription;
  return [...servers.values()].every((server) => server.error === null);
}

/** What else goes wrong is about the connection string, but for names of servers that cannot be looked up. */
function isOfServers(error: unknown): error is Error {
  return (
    error instanceof MongooseServerSelectionError ||
    error instanceof MongoSystemError ||
    error instanceof MongoNetworkError ||
    (error instanceof Error && 'hostname' in error)
  );
}

async function sayWhichSetAnswers({ hosts, options }: Address): Promise<Error> {
  const wanted = options.get('replicaSet');
  const hello = await helloOf(hosts, options);
  if (hello === undefined) return new DocumentsUnreachable(hosts, 'no server of the replica set answers');
  if (hello.setName === undefined) return notInReplicaSet(hello, hosts);
  if (wanted === null || hello.setName === wanted) {
    return new DocumentsUnreachable(hosts, 'the replica set has no primary');
  }
  return new DocumentsUnusable(
    `MongoDB at ${hosts} is in the replica set ${hello.setName}, not in ${wanted}. Correct replicaSet in MONGODB_URI.`,
  );
}

/** Asks the first server who it is, which takes no login. */
async function helloOf(hosts: string, options: URLSearchParams): Promise<Hello | undefined> {
  const tls = [...options].filter(([name]) => /^(tls|ssl)/i.test(name));
  const asked = new URLSearchParams([...tls, ['directConnection', 'true']]);
  const client = new MongoClient(`mongodb://${hosts.split(',', 1)[0]}/?${asked.toString()}`, {
    serverSelectionTimeoutMS: probeTimeoutMs,
    connectTimeoutMS: probeTimeoutMs,
    socketTimeoutMS: probeTimeoutMs,
  });
  try {
    return await client.db('admin').command({ hello: 1 });
  } catch {
    return undefined;
  } finally {
    await client.close();
  }
}
