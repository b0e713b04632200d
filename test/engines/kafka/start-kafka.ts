import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sayOnStandardError, type Engine, type EnginePlace, type Say } from '../engine.js';
import { hadOrUnavailable } from '../had-or-unavailable.js';
import { freePort } from '../process/free-port.js';
import { runProgram } from '../process/run-program.js';
import { startServer } from '../process/start-server.js';
import { brokerAnswers } from './broker-answers.js';
import { classPath, fetchKafka } from './fetch-kafka.js';
import { requireJava } from './java.js';
import { logProperties } from './log-properties.js';
import { serverProperties } from './server-properties.js';

/** A broker of its own. */
export interface RunningKafka extends Engine {
  /** What `KAFKA_BROKERS` takes. */
  readonly brokers: string;
}

/** What a broker can be asked for. */
export interface KafkaOptions extends EnginePlace {
  /** The shortest session time-out that a group may ask for, in milliseconds; 1000 if it is left out. */
  readonly sessionTimeoutMin?: number;
  readonly say?: Say;
}

/** Any 16 bytes in base64url; a broker of the tests has its cluster for itself. */
const CLUSTER_ID = 'YnVpbGRzbmFwc2hvdHMxMQ';

/**
 * Starts Kafka: one broker in KRaft mode, which starts anew with what the folder holds.
 * @throws EngineUnavailable when Java or Maven is missing or the jars cannot be fetched
 */
export async function startKafka({
  folder,
  port,
  sessionTimeoutMin = 1_000,
  say = sayOnStandardError,
}: KafkaOptions): Promise<RunningKafka> {
  const jars = await hadOrUnavailable('Kafka', async () => {
    await requireJava();
    return fetchKafka(say);
  });
  const own = port ?? (await freePort());
  const brokers = `127.0.0.1:${own}`;
  const dataFolder = join(folder, 'data');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'server.properties'),
    serverProperties({ port: own, controllerPort: await freePort(), dataFolder, sessionTimeoutMin }),
  );
  await writeFile(join(folder, 'log4j2.properties'), logProperties(join(folder, 'kafka.log')));
  const java = [
    '-Xmx512m',
    `-Dlog4j2.configurationFile=${join(folder, 'log4j2.properties')}`,
    '-cp',
    classPath(jars),
  ];
  if (!existsSync(join(dataFolder, 'meta.properties'))) {
    const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', 'server.properties'];
    await runProgram('java', [...java, ...format], { cwd: folder });
  }
  const server = await startServer({
    engine: 'Kafka',
    command: 'java',
    args: [...java, 'kafka.Kafka', 'server.properties'],
    cwd: folder,
    output: join(folder, 'kafka.out'),
    answers: () => brokerAnswers(brokers),
  });
  return Object.assign(server, { brokers });
}
