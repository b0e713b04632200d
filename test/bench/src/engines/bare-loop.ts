import { Kafka, logLevel, type EachBatchPayload } from 'kafkajs';
import mongoose from 'mongoose';

/** A consumer that runs until it is stopped; its collection is removed then. */
export interface BareLoop {
  stop(): Promise<void>;
}

export interface BareLoopOptions {
  readonly brokers: readonly string[];
  readonly mongodbUri: string;
  readonly group: string;
  readonly topic: string;
}

const upsertsPerBatch = 500;

/**
 * The least that keeps facts, for comparison: kafkajs' `eachBatch`, each record parsed, 500 upserts by the fact's id in
 * one `bulkWrite` of mongoose that the majority acknowledges, progress kept behind it. No checks, no snapshots.
 */
export async function startBareLoop(options: BareLoopOptions): Promise<BareLoop> {
  const connection = await mongoose
    .createConnection(options.mongodbUri, { w: 'majority', journal: true, autoIndex: false })
    .asPromise();
  const facts = connection.model(
    'Fact',
    new mongoose.Schema({ _id: String, fact: Object }, { versionKey: false, collection: 'bare-facts' }),
  );
  await facts.createCollection();
  const consumer = new Kafka({
    clientId: 'bare-loop',
    brokers: [...options.brokers],
    logLevel: logLevel.ERROR,
  }).consumer({ groupId: options.group, maxWaitTimeInMs: 100, allowAutoTopicCreation: false });
  await consumer.connect();
  await consumer.subscribe({ topics: [options.topic], fromBeginning: true });
  await consumer.run({
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 3,
    eachBatch: (payload) =>
      consume(payload, async (values) => {
        await facts.bulkWrite(values.map(upsertOf), { ordered: false });
      }),
  });
  return {
    async stop() {
      await consumer.disconnect();
      await connection.dropCollection('bare-facts');
      await connection.close();
    },
  };
}

async function consume(
  { batch, resolveOffset, commitOffsetsIfNecessary, uncommittedOffsets, heartbeat }: EachBatchPayload,
  write: (values: readonly (Buffer | null)[]) => Promise<void>,
): Promise<void> {
  for (let first = 0; first < batch.messages.length; first += upsertsPerBatch) {
    const messages = batch.messages.slice(first, first + upsertsPerBatch);
    await write(messages.map(({ value }) => value));
    resolveOffset(messages.at(-1)?.offset ?? '');
    await commitOffsetsIfNecessary(uncommittedOffsets());
    await heartbeat();
  }
}

function upsertOf(value: Buffer | null) {
  const fact = JSON.parse(String(value)) as { readonly id: string };
  return { updateOne: { filter: { _id: fact.id }, update: { $set: { fact } }, upsert: true } };
}
