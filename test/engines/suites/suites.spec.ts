import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineUnavailable } from '../engine.js';
import { root } from '../root.js';
import { findSuites } from './find-suites.js';
import { divide, EMBEDDED } from './suites.js';

const noMaven = new EngineUnavailable('Kafka', 'mvn was not found');
const noPython = new EngineUnavailable('MongoDB', 'python3 was not found');

const bus = 'libs/bus/kafka/kafka-bus.contract.engine.spec.ts';
const documents = 'libs/documents/mongo/mongo-documents.engine.spec.ts';
const whole = 'test/faults/engines/kill.engine.spec.ts';

describe('the tests of a run', () => {
  it('are all of them where all engines are', () => {
    expect(divide([bus, documents, whole], [])).toEqual({ run: [bus, documents, whole], leftOut: [] });
  });

  it('are those that can do without the engine that is missing; the others are named with the reason', () => {
    expect(divide([bus, documents], [noMaven])).toEqual({
      run: [documents],
      leftOut: ['libs/bus/kafka (Kafka: mvn was not found)'],
    });
  });

  it('name a folder once, however many files it has', () => {
    expect(divide([bus, 'libs/bus/kafka/poison.engine.spec.ts'], [noMaven]).leftOut).toEqual([
      'libs/bus/kafka (Kafka: mvn was not found)',
    ]);
  });

  it('need every engine unless their folder says which one', () => {
    expect(divide([whole], [noMaven, noPython])).toEqual({
      run: [],
      leftOut: [`${whole} (Kafka: mvn was not found; MongoDB: python3 was not found)`],
    });
  });

  it('on the embedded engines need none', () => {
    expect(divide(EMBEDDED, [noMaven, noPython])).toEqual({ run: EMBEDDED, leftOut: [] });
  });

  it('are found in this repository, with the contract suites on the embedded engines', async () => {
    const found = await findSuites();
    expect(found).toEqual(expect.arrayContaining([...EMBEDDED, 'test/engines/kafka/kafka.engine.spec.ts']));
    expect(found.filter((file) => !file.endsWith('.engine.spec.ts'))).toEqual(EMBEDDED);
    for (const file of EMBEDDED) {
      expect(await readFile(join(root, file), 'utf8')).toMatch(/\b(bus|documents|eventStore)Contract\(/);
    }
  });
});
