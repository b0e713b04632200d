import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { EngineUnavailable, type Engine } from './engine.js';
import { startEngines, type Starters } from './start-engines.js';

describe('starting the engines', () => {
  let started: string[];
  let stopped: string[];
  let folder: string | undefined;
  let end: (() => void) | undefined;

  beforeEach(() => {
    started = [];
    stopped = [];
    folder = undefined;
  });

  const server =
    (value: string, ended = new Promise<void>(() => undefined)) =>
    async (own: string): Promise<Engine & { value: string }> => {
      started.push(value);
      folder = dirname(own);
      const stop = async (): Promise<void> => void stopped.push(value);
      return { value, pid: 1, kill: stop, restart: stop, stop, ended: () => ended };
    };

  const starters: Starters = {
    EVENTSTORE_URL: server('esdb://own'),
    KAFKA_BROKERS: server('own:9092', new Promise((resolve) => (end = resolve))),
    MONGODB_URI: server('mongodb://own/test'),
  };

  it('starts all where the environment names none', async () => {
    const engines = await startEngines({ env: {}, starters });
    expect(engines.env).toEqual({
      EVENTSTORE_URL: 'esdb://own',
      KAFKA_BROKERS: 'own:9092',
      MONGODB_URI: 'mongodb://own/test',
    });
    expect(engines.unavailable).toEqual([]);
    await engines.stop();
    expect(stopped.toSorted()).toEqual(started.toSorted());
  });

  it('takes those that the environment names as they are', async () => {
    const env = { KAFKA_BROKERS: 'theirs:9092', MONGODB_URI: 'mongodb://theirs/test' };
    const engines = await startEngines({ env, starters });
    expect(engines.env).toEqual({ EVENTSTORE_URL: 'esdb://own', ...env });
    expect(started).toEqual(['esdb://own']);
    await engines.stop();
    expect(stopped).toEqual(['esdb://own']);
  });

  it('takes an empty variable for none', async () => {
    const engines = await startEngines({ env: { KAFKA_BROKERS: '' }, starters });
    expect(engines.env.KAFKA_BROKERS).toBe('own:9092');
    await engines.stop();
  });

  it('goes on without one that cannot be had, and says which and why', async () => {
    const lack = new EngineUnavailable('MongoDB', 'python3 was not found');
    const without = { ...starters, MONGODB_URI: () => Promise.reject(lack) };
    const engines = await startEngines({ env: {}, starters: without });
    expect(Object.keys(engines.env)).toEqual(expect.arrayContaining(['EVENTSTORE_URL', 'KAFKA_BROKERS']));
    expect(engines.env.MONGODB_URI).toBeUndefined();
    expect(engines.unavailable).toEqual([lack]);
    await engines.stop();
  });

  it('fails with one that could be had and does not start, and ends the others', async () => {
    const broken = { ...starters, MONGODB_URI: () => Promise.reject(new Error('the disk is full')) };
    await expect(startEngines({ env: {}, starters: broken })).rejects.toThrow('the disk is full');
    expect(stopped.toSorted()).toEqual(['esdb://own', 'own:9092']);
    expect(existsSync(folder ?? '')).toBe(false);
  });

  it('keeps their data in one folder as long as they run', async () => {
    const engines = await startEngines({ env: {}, starters });
    expect(existsSync(folder ?? '')).toBe(true);
    await engines.stop();
    expect(existsSync(folder ?? '')).toBe(false);
  });

  it('tells which one has ended', async () => {
    const engines = await startEngines({ env: {}, starters });
    const ended = engines.ended();
    end?.();
    expect(await ended).toBe('Kafka');
    await engines.stop();
  });
});
