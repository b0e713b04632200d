import { jest } from '@jest/globals';
import type { Bus } from '../port.js';
import { Engine } from './contract/engine.js';
import { describeFailures } from './contract/failures.js';
import { describeGroups } from './contract/groups.js';
import { describeReading } from './contract/reading.js';
import { describeRecords } from './contract/records.js';

/**
 * What every bus has to do, whatever its engine. Nothing here assumes that an engine is fast, empty or alone.
 * @param open gives a bus on the same engine each time it is called; the one before has been closed by then
 */
export function busContract(name: string, open: () => Promise<Bus>): void {
  describe(`${name} keeps the contract of a bus`, () => {
    jest.setTimeout(120_000);
    const engine = new Engine(open);
    beforeAll(() => engine.open());
    afterEach(() => engine.stopConsumers());
    afterAll(() => engine.close());

    describe('records', () => describeRecords(engine));
    describe('reading', () => describeReading(engine));
    describe('groups', () => describeGroups(engine));
    describe('failures', () => describeFailures(engine));
  });
}
