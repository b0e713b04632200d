import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { portAnswers } from '../process/port-answers.js';
import { startMongo, type RunningMongo } from './start-mongo.js';

describe('a mongod of its own', () => {
  let folder: string;
  let mongo: RunningMongo;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mongo-'));
    mongo = await startMongo({ folder });
  }, 180_000);

  afterAll(async () => {
    await mongo.stop();
    await rm(folder, { recursive: true });
  });

  const port = (): number => Number(new URL(mongo.uri).port);

  async function connected<Result>(
    use: (connection: mongoose.Connection) => Promise<Result>,
  ): Promise<Result> {
    const connection = await mongoose.createConnection(mongo.uri).asPromise();
    try {
      return await use(connection);
    } finally {
      await connection.close();
    }
  }

  const write = (name: string): Promise<unknown> =>
    connected((connection) =>
      connection.collection('things').insertOne({ name }, { writeConcern: { w: 'majority', j: true } }),
    );

  const names = (): Promise<unknown[]> =>
    connected((connection) => connection.collection('things').distinct('name'));

  it('has what was written before it was killed, and takes more', async () => {
    await write('before the kill');
    const { pid, uri } = mongo;
    await mongo.kill('SIGKILL');
    expect(await portAnswers(port())).toBe(false);
    await mongo.restart();
    expect([mongo.uri, mongo.pid === pid]).toEqual([uri, false]);
    await write('later');
    expect(await names()).toEqual(['before the kill', 'later']);
  });

  it('starts again with the data of one that was stopped', async () => {
    await mongo.stop();
    mongo = await startMongo({ folder, port: port() });
    expect(await names()).toContain('before the kill');
  });

  it('writes in transactions', async () => {
    await connected(async (connection) => {
      const things = connection.collection('things');
      await connection.transaction(async (session) => {
        await things.insertOne({ name: 'with another' }, { session });
        await things.insertOne({ name: 'with one' }, { session });
      });
    });
    expect(await names()).toEqual(expect.arrayContaining(['with another', 'with one']));
  });
});
