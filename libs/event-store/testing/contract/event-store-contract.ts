import { jest } from '@jest/globals';
import type { EventStore } from '../../port.js';
import { appendContract } from './append.contract.js';
import { durabilityContract } from './durability.contract.js';
import { provisionContract } from './provision.contract.js';
import { raceContract } from './race.contract.js';
import { readContract } from './read.contract.js';
import { sequenceContract } from './sequence.contract.js';
import { subscribeContract } from './subscribe.contract.js';

/** An engine as the contract suite opens it. */
export interface OpenedEventStore {
  readonly store: EventStore;
  /** Ends the connection to the engine, or the engine in the process, and opens it anew with all it held. */
  reopen?(): Promise<EventStore>;
  close(): Promise<void>;
}

/** Gives the store that the tests of a section share. */
export type Engine = () => EventStore;

/** Enough for an engine behind a network. */
const TIMEOUT = 60_000;

/**
 * What every engine behind the port must do, as Jest tests. They use stream names of their own, so that neither what
 * the store holds already nor other writers matter, and wait for conditions, so that speed does not matter.
 */
export function eventStoreContract(name: string, open: () => Promise<OpenedEventStore>): void {
  jest.setTimeout(TIMEOUT);

  describe(`${name} as an event store`, () => {
    let opened: OpenedEventStore;

    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    const engine: Engine = () => opened.store;
    appendContract(engine);
    readContract(engine);
    raceContract(engine);
    sequenceContract(engine);
    subscribeContract(engine);
    provisionContract(engine);
    durabilityContract(open);

    it('answers a ping', async () => {
      await expect(opened.store.ping()).resolves.toBeUndefined();
    });
  });
}
