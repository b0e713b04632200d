import { Refused } from '#libs/event-store';
import { problemOfRefusal } from '#libs/platform';
import { integrationRefusals } from './connection-refusals.js';

const answer = (code: string) => problemOfRefusal(new Refused(code, 'No.'), integrationRefusals);

describe('A refusal of the rules of integrations', () => {
  it.each([
    ['connection-not-found', 404],
    ['connection-unknown', 409],
    ['label-duplicate', 409],
    ['token-duplicate', 409],
  ])('%s is answered with %d and not to be tried again', (code, status) => {
    expect(answer(code)).toMatchObject({ status, code, detail: 'No.', extras: {} });
  });

  it('for a code deployment that is not known yet may be another answer in a second', () => {
    expect(answer('code-deployment-unknown')).toMatchObject({
      status: 409,
      code: 'code-deployment-unknown',
      detail: 'No.',
      extras: { retryAfterSeconds: 1 },
    });
  });
});
