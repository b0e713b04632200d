import { deadLetterTopic, decodeEvent, type PublishedEvent } from '#libs/contracts';
import { toDeadLetter } from '../dead-letters/to-dead-letter.js';
import type { BusLog } from '../log.js';
import type { Batch, Bus, IncomingRecord } from '../port.js';
import type { BusMetrics, ConsumptionLabels } from './bus-metrics.js';
import { retryDelayMs } from './retry-delay.js';
import { runEvents, type Poison } from './run-events.js';

export interface Consumption {
  readonly bus: Pick<Bus, 'publish'>;
  readonly group: string;
  readonly log: BusLog;
  readonly metrics: BusMetrics;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => Date;
  /** A number from 0 to 1. */
  readonly random: () => number;
  /** Handles events of one topic and partition, in order, never none. */
  readonly handle: (events: readonly PublishedEvent[], batch: Batch) => Promise<void>;
}

interface ReadRecord {
  readonly record: IncomingRecord;
  readonly event: PublishedEvent;
}

/**
 * Decodes a batch, has its events handled and sets aside, in the dead-letter topic, what can never be handled.
 * Resolves when every record is handled or set aside; rejects when the batch has to come again.
 */
export async function consumeBatch(batch: Batch, consumption: Consumption): Promise<void> {
  const labels: ConsumptionLabels = { topic: batch.topic, group: consumption.group };
  try {
    const { events, unreadable } = readBatch(batch.records);
    const unhandled = await handleEvents(events, batch, labels, consumption);
    consumption.metrics.handled(labels, events.length - unhandled.length);
    await setAside([...unreadable, ...unhandled.map(ofRecord)], labels, consumption);
  } catch (error) {
    const { partition, records } = batch;
    const offset = records[0]?.offset;
    consumption.metrics.rested(labels);
    consumption.log.warn(
      { ...labels, partition, offset, err: error },
      'A batch is left for later; the partition rests',
    );
    throw error;
  }
}

function readBatch(records: readonly IncomingRecord[]) {
  const events: ReadRecord[] = [];
  const unreadable: Poison<IncomingRecord>[] = [];
  for (const record of records) {
    const decoded = decodeEvent(record);
    if (decoded.ok) events.push({ record, event: decoded.event });
    else unreadable.push({ item: record, reason: decoded.reason, detail: decoded.detail, attempts: 1 });
  }
  return { events, unreadable };
}

function ofRecord({ item, ...why }: Poison<ReadRecord>): Poison<IncomingRecord> {
  return { ...why, item: item.record };
}

function handleEvents(
  events: readonly ReadRecord[],
  batch: Batch,
  labels: ConsumptionLabels,
  { handle, metrics, log, random, sleep }: Consumption,
): Promise<Poison<ReadRecord>[]> {
  return runEvents(events, {
    signal: batch.signal,
    handle: (some) =>
      handle(
        some.map(({ event }) => event),
        batch,
      ),
    beforeRetry: async (attempt, error) => {
      metrics.retried(labels);
      log.debug({ ...labels, partition: batch.partition, attempt, err: error }, 'Handling is tried again');
      await batch.heartbeat();
      await sleep(retryDelayMs(attempt, random()), batch.signal);
      await batch.heartbeat();
    },
  });
}

async function setAside(
  poison: readonly Poison<IncomingRecord>[],
  labels: ConsumptionLabels,
  { bus, group, now, log, metrics }: Consumption,
): Promise<void> {
  if (poison.length === 0) return;
  const letters = poison.map(({ item, ...why }) => toDeadLetter(item, { ...why, group, failedAt: now() }));
  await bus.publish(deadLetterTopic(labels.topic, group), letters);
  for (const { item, reason, detail, attempts } of poison) {
    const { partition, offset } = item;
    metrics.deadLettered({ ...labels, reason });
    log.error(
      { ...labels, partition, offset, reason, detail, attempts },
      'A record was set aside as dead letter',
    );
  }
}
