import { freePort } from '../process/free-port.js';
import { becomesPrimary } from './becomes-primary.js';

describe('whether a mongod takes writes', () => {
  it('is no where nobody listens', async () => {
    expect(await becomesPrimary(await freePort())).toBe(false);
  });
});
