import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineUnavailable, type Engine, type EnginePlace } from '../engine.js';
import { freePort } from '../process/free-port.js';
import { portAnswers } from '../process/port-answers.js';
import { startServer } from '../process/start-server.js';
import { root } from '../root.js';

/** The stand-in for EventStoreDB in a process of its own. */
export interface RunningEventStore extends Engine {
  /** What `EVENTSTORE_URL` takes. */
  readonly url: string;
  /** Where faults are asked for, by HTTP. */
  readonly controlUrl: string;
}

/** What the stand-in can be asked for. */
export interface EventStoreOptions extends EnginePlace {
  /** `name:password:group,…`; without it the server asks nobody who they are. */
  readonly users?: string;
}

const PROGRAM = join(root, 'dist/test/standins/eventstoredb/src/main.js');

/**
 * Starts the stand-in for EventStoreDB, which no package registry carries.
 * @throws EngineUnavailable when it is not built
 */
export async function startEventStore({
  folder,
  port,
  users,
}: EventStoreOptions): Promise<RunningEventStore> {
  if (!existsSync(PROGRAM)) {
    throw new EngineUnavailable('EventStoreDB', 'its stand-in is not built, which npm run build does');
  }
  const own = port ?? (await freePort());
  const controlPort = await freePort();
  const dataFolder = join(folder, 'data');
  await mkdir(dataFolder, { recursive: true });
  const server = await startServer({
    engine: 'EventStoreDB',
    command: process.execPath,
    args: ['--enable-source-maps', PROGRAM],
    cwd: folder,
    env: {
      HOST: '127.0.0.1',
      PORT: String(own),
      CONTROL_PORT: String(controlPort),
      DATA_DIR: dataFolder,
      USERS: users ?? '',
    },
    output: join(folder, 'eventstore.log'),
    answers: async () => (await portAnswers(own)) && (await portAnswers(controlPort)),
  });
  return Object.assign(server, {
    url: `esdb://127.0.0.1:${own}?tls=false`,
    controlUrl: `http://127.0.0.1:${controlPort}`,
  });
}
