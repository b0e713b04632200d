import { aConnectionTokenReplaced, aConnectionWebhookSecretMade, acme } from '#libs/contracts/testing';
import { secretsIn } from './connection-secrets.js';

const [one, two] = ['00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000e2'];

describe('the webhook secrets that an event tells', () => {
  it('are the new one and the former', () => {
    const made = aConnectionWebhookSecretMade({ secretVersion: two, formerSecretVersion: one, sequence: 7 });
    expect(secretsIn(made)).toEqual({ id: acme.connection, versions: [two, one], revision: 7 });
  });

  it('are one at first', () => {
    const made = aConnectionWebhookSecretMade({ secretVersion: one, formerSecretVersion: null });
    expect(secretsIn(made)?.versions).toEqual([one]);
  });

  it('are not in other events', () => {
    expect(secretsIn(aConnectionTokenReplaced())).toBeUndefined();
  });
});
