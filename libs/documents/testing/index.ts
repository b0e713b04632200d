import type { Documents } from '../port.js';
import { provisioningContract } from './contract/provisioning.contract.js';
import { queryContract } from './contract/query.contract.js';
import { raceContract } from './contract/race.contract.js';
import { readContract } from './contract/read.contract.js';
import { uniqueIndexContract } from './contract/unique-index.contract.js';
import { writeContract } from './contract/write.contract.js';

export { temporaryDocuments } from './temporary-documents.js';

/**
 * What every adapter of the port promises. Collections have names of their own and are dropped afterwards, so that it
 * can run against a shared server.
 * @param open a connection to the store; each part of the suite opens one and closes it
 */
export function documentsContract(name: string, open: () => Promise<Documents>): void {
  describe(`${name} keeps the contract of documents:`, () => {
    readContract(open);
    writeContract(open);
    uniqueIndexContract(open);
    queryContract(open);
    raceContract(open);
    provisioningContract(open);
  });
}
