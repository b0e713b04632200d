import { crashOf } from './crash.js';

function kafkajsError(name: string, more: object = {}, cause?: Error): Error {
  return Object.assign(new Error('It failed.', cause ? { cause } : {}), { name, ...more });
}

describe('A crash of kafkajs', () => {
  it.each([
    kafkajsError('KafkaJSConnectionError'),
    kafkajsError('KafkaJSNumberOfRetriesExceeded', {}, kafkajsError('KafkaJSRequestTimeoutError')),
    kafkajsError('KafkaJSGroupCoordinatorNotFound', { retriable: false }),
    kafkajsError('KafkaJSLockTimeout', { retriable: false }),
    kafkajsError('KafkaJSProtocolError', { type: 'NOT_COORDINATOR_FOR_GROUP' }),
    kafkajsError('KafkaJSProtocolError', { type: 'REBALANCE_IN_PROGRESS' }),
    'something else',
  ])('is an outage, whether or not kafkajs would restart: %s', (error) =>
    expect(crashOf(error)).toBe('outage'),
  );

  it.each([
    kafkajsError('KafkaJSSASLAuthenticationError'),
    kafkajsError('KafkaJSProtocolError', { type: 'GROUP_AUTHORIZATION_FAILED' }),
    kafkajsError('KafkaJSProtocolError', { type: 'TOPIC_AUTHORIZATION_FAILED' }),
    kafkajsError('KafkaJSProtocolError', { type: 'UNSUPPORTED_VERSION' }),
    kafkajsError('KafkaJSProtocolError', { type: 'INVALID_SESSION_TIMEOUT' }),
    kafkajsError('KafkaJSNonRetriableError', {}, kafkajsError('KafkaJSNotImplemented')),
  ])('is a refusal when no new try can help: %s', (error) => expect(crashOf(error)).toBe('refused'));

  it.each(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'])(
    'below which lies a %s is a bug',
    (name) => {
      expect(crashOf(kafkajsError('KafkaJSNonRetriableError', {}, kafkajsError(name)))).toBe('bug');
    },
  );
});
