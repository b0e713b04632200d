import type { mongo } from 'mongoose';
import { DocumentsUnusable } from '../errors.js';

/** What a server says of itself (MongoDB docs: hello). */
export interface Hello {
  /** Its replica set. */
  readonly setName?: string;
  /** It was started for a replica set that nobody has initiated yet. */
  readonly isreplicaset?: boolean;
}

/**
 * Sees that the server is in a replica set and lets us work. A server that runs alone can lose writes that it
 * acknowledged (SERVER-139311) and takes no write a second time after a broken connection.
 * @throws DocumentsUnusable when it runs alone, and MongoDB's error when it wants a login
 */
export async function requireReplicaSet(database: mongo.Db, hosts: string): Promise<void> {
  const hello = (await database.command({ hello: 1 })) as Hello;
  if (hello.setName === undefined) throw notInReplicaSet(hello, hosts);
  await database.command({ listCollections: 1, nameOnly: true, authorizedCollections: true });
}

/** Says how the server gets into a replica set. */
export function notInReplicaSet({ isreplicaset = false }: Hello, hosts: string): DocumentsUnusable {
  return new DocumentsUnusable(
    isreplicaset
      ? `The replica set of MongoDB at ${hosts} has not been initiated. Run rs.initiate() there in mongosh.`
      : `MongoDB at ${hosts} runs alone, which can lose writes. Start it with --replSet rs0, then run rs.initiate() there in mongosh.`,
  );
}
