import { Kafka, type Producer } from 'kafkajs';
import { BusUnreachable, BusUnusable } from '../errors.js';
import type { Bus } from '../port.js';
import { letIdleConnectionsSleep } from './connection/idle-connections.js';
import { errorText } from './connection/protocol-error.js';
import { clientSettings, producerSettings } from './connection/settings.js';
import { crashOf } from './consuming/crash.js';
import { withDeadline } from './deadline.js';
import { KafkaBus } from './kafka-bus.js';
import type { KafkaBusOptions } from './options.js';
import { probeBrokers } from './probing/probe-brokers.js';
import { partitioner } from './publishing/partitioner.js';

const openMs = 10_000;

/**
 * Opens the bus on a Kafka cluster, which has to be there: topics are made by `provision`, never on the way.
 * @throws BusUnreachable when no broker answers within ten seconds
 * @throws BusUnusable when what answers is no broker that the bus can work with, or refuses the credentials
 */
export async function openKafkaBus(options: KafkaBusOptions): Promise<Bus> {
  const { brokers, clientId, tls = false } = options;
  const begun = Date.now();
  letIdleConnectionsSleep();
  await probeBrokers({ brokers, clientId, tls, ms: openMs });
  const client = () => new Kafka(clientSettings(options));
  const producer = client().producer({ ...producerSettings, createPartitioner: partitioner });
  await connect(producer, brokers, openMs - (Date.now() - begun));
  return new KafkaBus(options, client, producer);
}

async function connect(producer: Producer, brokers: readonly string[], ms: number): Promise<void> {
  try {
    await withDeadline(producer.connect(), ms, () => new Error(`no connection within ${openMs} ms`));
  } catch (error) {
    producer.disconnect().catch(() => undefined);
    throw crashOf(error) === 'refused'
      ? new BusUnusable(`Kafka at ${brokers.join(', ')} refuses this client: ${errorText(error)}`)
      : new BusUnreachable(brokers, errorText(error), { cause: error });
  }
}
