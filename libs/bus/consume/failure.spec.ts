import { Unprocessable } from '../errors.js';
import { failureOf } from './failure.js';

describe('What a failure says about trying again', () => {
  it('cannot succeed when the handler says so, for the handler’s reason', () => {
    expect(failureOf(new Unprocessable('unknown-repository', 'No such repository.'))).toEqual({
      kind: 'unprocessable',
      reason: 'unknown-repository',
      detail: 'No such repository.',
    });
  });

  it.each(['append-refused', 'documents-refused'])(
    'cannot succeed when a store will never do what it was asked: %s',
    (code) => {
      const refused = Object.assign(new Error('It will never take this.'), { code });
      expect(failureOf(refused)).toEqual({
        kind: 'unprocessable',
        reason: code,
        detail: 'It will never take this.',
      });
    },
  );

  it.each(['outcome-unknown', 'documents-unreachable', 'event-store-access-denied', 'ECONNRESET', 26])(
    'may pass when a store has not done it but can: %s',
    (code) => {
      expect(failureOf(Object.assign(new Error('Not now.'), { code }))).toEqual({ kind: 'transient' });
    },
  );

  it.each([new TypeError('a'), new RangeError('b'), new ReferenceError('c'), new SyntaxError('d')])(
    'is a bug for %s',
    (error) => {
      const detail = `${error.name}: ${error.message}`;
      expect(failureOf(error)).toEqual({ kind: 'bug', reason: 'handler-bug', detail });
    },
  );

  it('is a bug for what the runtime itself throws', () => {
    const nothing = null as unknown as { name: string };
    const thrown: unknown[] = [];
    for (const fail of [() => nothing.name, () => void JSON.parse('{'), () => 'a'.repeat(-1)]) {
      try {
        fail();
      } catch (error) {
        thrown.push(error);
      }
    }
    expect(thrown.map((error) => failureOf(error).kind)).toEqual(['bug', 'bug', 'bug']);
  });

  it.each([
    ['any other error', new Error('connection refused')],
    ['a failed fetch', new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') })],
    ['an abort', new DOMException('aborted', 'AbortError')],
    ['a text', 'no'],
    ['nothing', undefined],
    ['null', null],
  ])('may pass for %s', (_what, thrown) => {
    expect(failureOf(thrown)).toEqual({ kind: 'transient' });
  });
});
