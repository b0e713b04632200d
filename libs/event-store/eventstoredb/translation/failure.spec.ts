import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  StreamNotFoundError,
  TimeoutError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { classify, reasonOf, type Failure } from './failure.js';

type Raw = ConstructorParameters<typeof UnavailableError>[0];

/** An error as gRPC gives it: a code, and metadata from the trailers. */
function raw(code: number, trailers: Record<string, string> = {}): NonNullable<Raw> {
  const metadata = { getMap: () => trailers };
  return Object.assign(new Error(`${code} SOMETHING: it failed`), {
    code,
    details: 'it failed',
    metadata,
  }) as unknown as NonNullable<Raw>;
}

const kindOf = (error: unknown): Failure['kind'] => classify(error).kind;

describe('A failure of the client', () => {
  it.each([
    ['at a revision', 7n, 7],
    ['without the stream', 'no_stream' as const, 'no-stream'],
  ])('is a conflict with a stream %s', (_, current, actual) => {
    const error = new WrongExpectedVersionError(null as never, { streamName: 's', current, expected: 3n });
    expect(classify(error)).toEqual({ kind: 'conflict', actual });
  });

  it('is a conflict also when it comes as an error of gRPC', () => {
    const error = new WrongExpectedVersionError(
      raw(9, { 'stream-name': 's', 'expected-version': '3', 'actual-version': '7' }),
    );
    expect(classify(error)).toEqual({ kind: 'conflict', actual: 7 });
  });

  it.each<[Failure['kind'], string, unknown]>([
    ['stream-not-found', 'no such stream', new StreamNotFoundError(null as never, 's')],
    ['stream-deleted', 'a deleted stream', new StreamDeletedError(undefined, 's')],
    [
      'not-leader',
      'another leader',
      new NotLeaderError(raw(5, { 'leader-endpoint-host': 'two', 'leader-endpoint-port': '2113' })),
    ],
    ['access-denied', 'no right', new AccessDeniedError(raw(7))],
    ['login-refused', 'a wrong password', new AccessDeniedError(raw(16))],
    ['refused', 'an argument that is none', new InvalidArgumentError('no')],
    ['refused', 'too much at once', new MaxAppendSizeExceededError(undefined, 1_000)],
    ['refused', 'one event too large, which the client does not know', new UnknownError(raw(3))],
    ['no-answer', 'the deadline', new DeadlineExceededError(raw(4))],
    ['no-answer', 'no connection', new UnavailableError(raw(14))],
    ['no-answer', 'a cancellation by the server', new CancelledError(raw(1))],
    ['no-answer', 'a time-out in the server', new TimeoutError(raw(10))],
    ['no-answer', 'an unknown error, as when there is no leader', new UnknownError(raw(2))],
    ['no-answer', 'a broken HTTP/2 stream', new UnknownError(raw(13))],
    ['no-answer', 'a connection that the server wants calmer', new UnknownError(raw(8))],
    ['no-answer', 'an answer without content', new UnknownError(raw(12))],
  ])('is %s: %s', (kind, _, error) => {
    expect(kindOf(error)).toBe(kind);
  });

  it.each<[Failure['kind'], number]>([
    ['no-answer', 1],
    ['no-answer', 2],
    ['refused', 3],
    ['no-answer', 4],
    ['refused', 5],
    ['access-denied', 7],
    ['no-answer', 8],
    ['refused', 9],
    ['no-answer', 10],
    ['no-answer', 12],
    ['no-answer', 13],
    ['no-answer', 14],
    ['login-refused', 16],
  ])('is %s in the raw shape of gRPC with code %i', (kind, code) => {
    expect(kindOf(raw(code))).toBe(kind);
  });

  it.each([
    ['a plain error', new Error('Failed to discover after 10 attempts.')],
    ['a code of the operating system', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    ['a text', 'Impossible situation'],
    ['nothing', undefined],
    ['null', null],
  ])('says nothing when it is %s', (_, error) => {
    expect(kindOf(error)).toBe('no-answer');
  });
});

describe('The reason of a failure', () => {
  it('is the first line of what it says, as a sentence', () => {
    expect(reasonOf(new Error('14 UNAVAILABLE: no connection'))).toBe('14 UNAVAILABLE: no connection.');
    expect(reasonOf(new Error('It ended.\nsecond line'))).toBe('It ended.');
    expect(reasonOf('text')).toBe('text.');
    expect(reasonOf(new Error('14: connect ECONNREFUSED 127.0.0.1:1. Resolution note: '))).toBe(
      '14: connect ECONNREFUSED 127.0.0.1:1.',
    );
    expect(reasonOf(new Error('x'.repeat(1_000)))).toHaveLength(301);
  });
});
