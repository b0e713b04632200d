import { readFile } from 'node:fs/promises';
import { errorCode } from './error-code.js';
import { rejectionOf } from './testing/thrown-by.js';

describe('the code of an error', () => {
  it('is what the system gave it', async () => {
    expect(errorCode(await rejectionOf(readFile('/nowhere/at/all')))).toBe('ENOENT');
  });

  it.each([new Error('x'), Object.assign(new Error('x'), { code: 7 }), 'ENOENT', null, undefined])(
    'is not in %s',
    (error) => {
      expect(errorCode(error)).toBeUndefined();
    },
  );
});
