import { createHash } from 'node:crypto';
import { apiKeyEntryText, apiKeyId, issueApiKey, newApiKey } from './api-key.js';

describe('an API key', () => {
  it('carries an id and 256 random bits', () => {
    const key = newApiKey().reveal();
    expect(key).toMatch(/^bsk_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/);
    expect(apiKeyId(key)).toBe(key.slice(4, 12));
  });

  it('is another one each time', () => {
    const keys = Array.from({ length: 100 }, () => newApiKey().reveal());
    expect(new Set(keys).size).toBe(100);
  });

  it.each([
    '',
    'bsk_',
    'bsk_0123456_' + 'a'.repeat(43),
    'bsk_01234567_' + 'a'.repeat(42),
    ' bsk_01234567_' + 'a'.repeat(43),
  ])('is not %j', (text) => {
    expect(apiKeyId(text)).toBeUndefined();
  });

  it('is recognised by an entry that does not contain it', () => {
    const key = newApiKey().reveal();
    const entry = apiKeyEntryText('acme', 'viewer', key);
    expect(entry).toBe(`acme:viewer:${createHash('sha256').update(key).digest('hex')}`);
    expect(entry).not.toContain(key.slice(13));
  });

  it('is issued together with its entry', () => {
    const { key, entry } = issueApiKey('acme', 'deployer');
    expect(entry).toBe(apiKeyEntryText('acme', 'deployer', key.reveal()));
  });
});
