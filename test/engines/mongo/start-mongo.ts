import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sayOnStandardError, type Engine, type EnginePlace, type Say } from '../engine.js';
import { hadOrUnavailable } from '../had-or-unavailable.js';
import { freePort } from '../process/free-port.js';
import { startServer } from '../process/start-server.js';
import { becomesPrimary } from './becomes-primary.js';
import { fetchMongod } from './fetch-mongod.js';

/** A mongod of its own. */
export interface RunningMongo extends Engine {
  /** What `MONGODB_URI` takes; with a database. */
  readonly uri: string;
}

/** What a mongod can be asked for. */
export interface MongoOptions extends EnginePlace {
  readonly say?: Say;
}

/**
 * Starts MongoDB: a replica set of one, so that transactions and `w=majority` work. Resolves when it takes writes.
 * A folder with data goes with the port that it was made with, which is the member's name in the replica set.
 * @throws EngineUnavailable when there is no mongod for this machine
 */
export async function startMongo({
  folder,
  port,
  say = sayOnStandardError,
}: MongoOptions): Promise<RunningMongo> {
  const mongod = await hadOrUnavailable('MongoDB', () => fetchMongod(say));
  const own = port ?? (await freePort());
  const dataFolder = join(folder, 'data');
  await mkdir(dataFolder, { recursive: true });
  const server = await startServer({
    engine: 'MongoDB',
    command: mongod,
    args: [
      ...['--replSet', 'rs0', '--bind_ip', '127.0.0.1', '--port', String(own), '--nounixsocket'],
      ...['--dbpath', dataFolder, '--wiredTigerCacheSizeGB', '0.5'],
      ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    ],
    cwd: folder,
    output: join(folder, 'mongod.log'),
    answers: () => becomesPrimary(own),
  });
  return Object.assign(server, { uri: `mongodb://127.0.0.1:${own}/test?replicaSet=rs0` });
}
