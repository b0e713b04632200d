import { checkDefinition } from '../definition.js';
import { DocumentsUnreachable } from '../errors.js';
import type { Collection, CollectionDefinition, Document, Documents } from '../port.js';
import { connect, type Connected } from './connect.js';
import { connectionOptions, pingTimeoutMS, provisioningOptions } from './connection-options.js';
import { layoutOf } from './layout.js';
import { MongoCollection } from './mongo-collection.js';
import { provisionCollection } from './provision.js';
import { ProvisionedCollections } from './provisioned-collections.js';
import { inOurWords } from './server-errors.js';

/** @throws DocumentsUnreachable, DocumentsUnusable */
export async function connectDocuments(uri: string): Promise<Documents> {
  return new MongoDocuments(await connect(uri, connectionOptions), () => connect(uri, provisioningOptions));
}

/** Documents in a database of a MongoDB replica set: a collection of its for each of ours. */
class MongoDocuments implements Documents {
  readonly #provisioned: ProvisionedCollections;

  constructor(
    private readonly connected: Connected,
    /** Opens a connection that waits for the server without end. */
    private readonly connectPatiently: () => Promise<Connected>,
  ) {
    this.#provisioned = new ProvisionedCollections(connected.database, connected.hosts);
  }

  collection<D extends Document>(definition: CollectionDefinition<D>): Collection<D> {
    return new MongoCollection(definition, this.connected, this.#provisioned);
  }

  async provision(definitions: readonly CollectionDefinition<Document>[]): Promise<void> {
    for (const definition of definitions) checkDefinition(definition);
    if (definitions.length === 0) return;
    const patient = await this.connectPatiently();
    try {
      for (const definition of definitions) {
        await provisionCollection(patient, layoutOf(definition));
        this.#provisioned.forget(definition.name);
      }
    } finally {
      await patient.close();
    }
  }

  async drop(name: string): Promise<void> {
    if (!(await this.list()).includes(name)) return;
    await this.#ask(name, () => this.connected.database.dropCollection(name));
    this.#provisioned.forget(name);
  }

  async list(): Promise<readonly string[]> {
    const collections = await this.#ask('its collections', () =>
      this.connected.database.listCollections({ type: 'collection' }, { nameOnly: true }).toArray(),
    );
    return collections.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
  }

  async ping(): Promise<void> {
    const { database, hosts } = this.connected;
    const signal = AbortSignal.timeout(pingTimeoutMS);
    await this.#ask('itself', () =>
      database.command({ ping: 1 }, { signal }).catch((error: unknown) => {
        throw signal.aborted ? new DocumentsUnreachable(hosts, 'a ping had no answer') : error;
      }),
    );
  }

  close(): Promise<void> {
    return this.connected.close();
  }

  #ask<Result>(collection: string, asking: () => Promise<Result>): Promise<Result> {
    return inOurWords({ collection, hosts: this.connected.hosts }, asking);
  }
}
