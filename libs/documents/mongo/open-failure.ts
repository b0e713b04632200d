import mongoose, { type mongo } from 'mongoose';
import { DocumentsUnreachable, DocumentsUnusable } from '../errors.js';
import type { Address } from './address.js';
import { notInReplicaSet, type Hello } from './replica-set.js';

const { MongoClient, MongoParseError, MongoServerError } = mongoose.mongo;

/** Codes of MongoDB's errors. */
const unauthorized = 13;
const authenticationFailed = 18;
const probeTimeoutMs = 2_000;

/** Says in our words why a connection did not open. MongoDB's own error is not kept: it may know the login. */
export async function sayWhyNotOpen(address: Address, error: unknown): Promise<Error> {
  const { hosts } = address;
  if (error instanceof DocumentsUnusable) return error;
  if (error instanceof MongoParseError || error instanceof TypeError) {
    return new DocumentsUnusable(`MONGODB_URI for ${hosts} cannot be used. Check its options and its login.`);
  }
  if (error instanceof MongoServerError && error.code === authenticationFailed) {
    return new DocumentsUnusable(
      `MongoDB at ${hosts} refuses the user or the password in MONGODB_URI. Correct them; users of another database need authSource.`,
    );
  }
  if (error instanceof MongoServerError && error.code === unauthorized) {
    return new DocumentsUnusable(
      `MongoDB at ${hosts} does not let the user in MONGODB_URI work on ${address.database}. Give it the role readWrite there.`,
    );
  }
  if (isOutOfServers(error)) return sayWhichSetAnswers(address);
  return new DocumentsUnreachable(hosts, error instanceof Error ? error.message : 'it failed');
}

/** A driver that looks for a replica set forgets servers that are in none or in another one. */
function isOutOfServers(error: unknown): boolean {
  if (!(error instanceof mongoose.Error.MongooseServerSelectionError) || !('reason' in error)) return false;
  const { servers } = error.reason as mongo.TopologyDescription;
  return servers.size === 0;
}

async function sayWhichSetAnswers({ hosts, options }: Address): Promise<Error> {
  const wanted = options.get('replicaSet');
  const hello = await helloOf(hosts, options);
  if (hello === undefined) return new DocumentsUnreachable(hosts, 'no server of the replica set is there');
  if (hello.setName === undefined) return notInReplicaSet(hello, hosts);
  if (hello.setName === wanted) return new DocumentsUnreachable(hosts, 'the replica set has no primary');
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
