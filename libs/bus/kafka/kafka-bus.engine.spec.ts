import { randomUUID } from 'node:crypto';
import { busContract } from '../testing/bus-contract.js';
import { recordingLog } from '../testing/recording-log.js';
import { withTopicPrefix } from '../with-topic-prefix.js';
import { openKafkaBus } from './open-kafka-bus.js';
import { kafkaBrokers } from './testing/kafka-brokers.js';

const open = () => openKafkaBus({ brokers: kafkaBrokers(), clientId: 'bus-contract', log: recordingLog() });

busContract('The bus on Kafka', open);

const prefix = `contract-${randomUUID()}.`;
busContract('The bus on Kafka with a topic prefix', async () => withTopicPrefix(await open(), prefix));
