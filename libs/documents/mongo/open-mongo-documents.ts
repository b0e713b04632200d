import type { Documents } from '../port.js';

/** Where the documents are. */
export interface MongoDocumentsOptions {
  /**
   * A connection string with the name of a database: `mongodb://host:27017/build-snapshots?replicaSet=rs0`. It may hold
   * a user and a password, which get into no message. How safely is written and read is not taken from it.
   */
  readonly uri: string;
}

/**
 * Opens the documents that live in a database of a MongoDB replica set, which any number of processes share. The
 * driver is loaded only now, since it takes a while.
 * @throws DocumentsUnreachable when nobody answers for some seconds
 * @throws DocumentsUnusable for a connection string, a login or a server that will not do; says what to change
 */
export async function openMongoDocuments({ uri }: MongoDocumentsOptions): Promise<Documents> {
  const { connectDocuments } = await import('./mongo-documents.js');
  return connectDocuments(uri);
}
