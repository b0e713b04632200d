import { homedir } from 'node:os';
import { cacheFolder } from './cache-folder.js';

describe('the folder that engines are kept in', () => {
  it('lies in the cache of the user', () => {
    expect(cacheFolder({})).toBe(`${homedir()}/.cache/build-snapshots-engines`);
  });

  it('is where ENGINES_CACHE says', () => {
    expect(cacheFolder({ ENGINES_CACHE: '/somewhere/else' })).toBe('/somewhere/else');
  });
});
