import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.js';

describe('the folder of the repository', () => {
  it('is the one with package.json and the libs', () => {
    expect(['package.json', 'libs', 'test/engines'].filter((name) => !existsSync(join(root, name)))).toEqual(
      [],
    );
  });
});
