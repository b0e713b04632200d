import { EventStoreDBClient } from '@eventstore/db-client';
import { startEventStoreStandIn, type RunningEventStore, type StandInOptions } from './start.js';

/** A stand-in with the real client for it. */
export interface Wire {
  readonly standIn: RunningEventStore;
  readonly client: EventStoreDBClient;
  readonly close: () => Promise<void>;
}

/** Connects the real client to a stand-in; `options` go into the connection string. */
export function connect(url: string, options = ''): EventStoreDBClient {
  return EventStoreDBClient.connectionString(`${url}${options}`);
}

/** Starts a stand-in in this process and connects the real client to it. */
export async function startWire(options: StandInOptions = {}): Promise<Wire> {
  const standIn = await startEventStoreStandIn(options);
  const client = connect(standIn.url);
  return {
    standIn,
    client,
    close: async () => {
      await client.dispose();
      await standIn.close();
    },
  };
}

/** What a promise is rejected with; throws when it is not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) return outcome.error;
  throw new Error(`It was not rejected: ${String(outcome.value)}`);
}

/** All that an iterable gives until it ends. */
export async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Resolves when the condition holds, looking again and again; rejects when it does not within half a minute. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It did not come to pass.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
