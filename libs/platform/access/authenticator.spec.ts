import { createHash } from 'node:crypto';
import { issueTestKeys } from '../testing/test-keys.js';
import { Authenticator } from './authenticator.js';

describe('the authenticator', () => {
  const acme = issueTestKeys('acme');
  const other = issueTestKeys('other');
  const authenticator = new Authenticator([...acme.entries, ...other.entries]);

  it('knows whose a key is and what it allows', () => {
    expect(authenticator.authenticate(acme.keys.viewer)).toEqual({
      organization: 'acme',
      role: 'viewer',
      key: acme.keys.viewer.slice(4, 12),
    });
    expect(authenticator.authenticate(other.keys.admin)).toMatchObject({
      organization: 'other',
      role: 'admin',
    });
  });

  it('knows nobody by a key of which one character is wrong', () => {
    const key = acme.keys.admin;
    const last = key.endsWith('A') ? 'B' : 'A';
    expect(authenticator.authenticate(key.slice(0, -1) + last)).toBeUndefined();
  });

  it.each(['', 'x', 'bsk_00000000_' + 'a'.repeat(43)])('knows nobody by %j', (key) => {
    expect(authenticator.authenticate(key)).toBeUndefined();
  });

  it('does not take text that is no API key, even when its digest is in the list', () => {
    const sha256 = createHash('sha256').update('password').digest('hex');
    const lenient = new Authenticator([{ organization: 'acme', role: 'admin', sha256 }]);
    expect(lenient.authenticate('password')).toBeUndefined();
  });

  it('keeps nothing by which a key could be used', () => {
    expect(JSON.stringify(authenticator)).not.toContain(acme.keys.admin);
  });
});
