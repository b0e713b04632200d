import type { Bus } from '#libs/bus';
import type { Collection, Document, Documents } from '#libs/documents';
import type { Checkpoints, EventStore } from '#libs/event-store';
import type { StageWatch } from './stage-watch.js';

/** Stages `append <category> before|after`; the category is the stream's name up to its first hyphen. */
export function stagedEventStore(store: EventStore, watch: StageWatch): EventStore {
  return {
    append: (stream, events, options) =>
      watch.around(`append ${stream.split('-', 1)[0]}`, () => store.append(stream, events, options)),
    read: (stream, options) => store.read(stream, options),
    subscribe: (options) => store.subscribe(options),
    provision: () => store.provision(),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

/** Stages `publish <topic> before|after`, and `handled <topic>` between the handling of a batch and keeping that it is. */
export function stagedBus(bus: Bus, watch: StageWatch): Bus {
  return {
    provision: (topics) => bus.provision(topics),
    publish: (topic, records) => watch.around(`publish ${topic}`, () => bus.publish(topic, records)),
    subscribe: (subscription) =>
      bus.subscribe({
        ...subscription,
        handle: async (batch) => {
          await subscription.handle(batch);
          watch.reach(`handled ${batch.topic}`);
        },
      }),
    read: (topic) => bus.read(topic),
    lag: (group, topic) => bus.lag(group, topic),
    ping: () => bus.ping(),
    close: () => bus.close(),
  };
}

/** Stages `write <collection> before|after`, for every kind of write. */
export function stagedDocuments(documents: Documents, watch: StageWatch): Documents {
  return {
    collection: (definition) => stagedCollection(definition.name, documents.collection(definition), watch),
    provision: (definitions) => documents.provision(definitions),
    drop: (name) => documents.drop(name),
    list: () => documents.list(),
    ping: () => documents.ping(),
    close: () => documents.close(),
  };
}

function stagedCollection<D extends Document>(
  name: string,
  collection: Collection<D>,
  watch: StageWatch,
): Collection<D> {
  const write = <Result>(work: () => Promise<Result>) => watch.around(`write ${name}`, work);
  return {
    get: (id) => collection.get(id),
    getMany: (ids) => collection.getMany(ids),
    find: (query) => collection.find(query),
    count: (where) => collection.count(where),
    insertMissing: (documents) => write(() => collection.insertMissing(documents)),
    put: (documents) => write(() => collection.put(documents)),
    putNewer: (documents) => write(() => collection.putNewer(documents)),
    replace: (document, expected) => write(() => collection.replace(document, expected)),
    remove: (ids) => write(() => collection.remove(ids)),
  };
}

/** Stages `checkpoint <name> before|after`. */
export function stagedCheckpoints(checkpoints: Checkpoints, watch: StageWatch): Checkpoints {
  return {
    load: (name) => checkpoints.load(name),
    save: (name, position) => watch.around(`checkpoint ${name}`, () => checkpoints.save(name, position)),
  };
}
