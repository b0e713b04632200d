import { errorBody } from './error-body.js';

describe('the body of a refusal', () => {
  it('says why', () => {
    const text = '{"message":"Validation Failed","errors":[{"field":"commit","code":"missing"}]}';
    expect(errorBody(text)).toEqual({ message: 'Validation Failed', scope: undefined, reset: undefined });
  });

  it('says which limit is exceeded and for how long', () => {
    const text = '{"message":"Please wait 9 seconds","scope":"rest_user","limit":50,"current":51,"reset":9}';
    expect(errorBody(text)).toEqual({ message: 'Please wait 9 seconds', scope: 'rest_user', reset: 9 });
  });

  it('is one line of at most 200 characters', () => {
    const { message } = errorBody(JSON.stringify({ message: `a\r\nb\u0007c ${'x'.repeat(1_000)}` }));
    expect(message).toMatch(/^a b c x+$/);
    expect(message?.length).toBeLessThanOrEqual(200);
  });

  it.each([
    '',
    '<html><h1>502 Bad Gateway</h1></html>',
    'null',
    '[]',
    '"text"',
    '{"message":{}}',
    '{"message":" "}',
  ])('says nothing when it is %s', (text) => {
    expect(errorBody(text)).toEqual({ message: undefined, scope: undefined, reset: undefined });
  });

  it('passes over scopes and resets that Buildkite does not document', () => {
    expect(errorBody('{"scope":"graphql","reset":"soon"}')).toMatchObject({
      scope: undefined,
      reset: undefined,
    });
  });
});
