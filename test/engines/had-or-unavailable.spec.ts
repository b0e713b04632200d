import { WrongDigest } from './cache/keep-in-cache.js';
import { EngineUnavailable } from './engine.js';
import { hadOrUnavailable } from './had-or-unavailable.js';
import { ProgramFailed } from './process/run-program.js';

describe('having an engine', () => {
  it('gives what there is', async () => {
    expect(await hadOrUnavailable('Kafka', async () => 'jars')).toBe('jars');
  });

  it.each([
    new ProgramFailed('mvn was not found'),
    new WrongDigest('what was fetched for kafka-4 is not what is pinned: a.jar (missing)'),
  ])('says which engine cannot be had, and why: %s', async (error) => {
    const had = hadOrUnavailable('Kafka', async () => Promise.reject(error));
    await expect(had).rejects.toThrow(EngineUnavailable);
    await expect(had).rejects.toMatchObject({
      code: 'engine-unavailable',
      engine: 'Kafka',
      reason: error.message,
      message: `Kafka cannot be had here: ${error.message}.`,
    });
  });

  it('takes no fault of ours for a lack of the engine', async () => {
    const fault = new TypeError('jars is undefined');
    await expect(hadOrUnavailable('Kafka', async () => Promise.reject(fault))).rejects.toBe(fault);
  });
});
