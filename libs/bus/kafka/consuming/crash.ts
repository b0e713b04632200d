import { causesOf, protocolErrorOf } from '../connection/protocol-error.js';

/** What to do about a consumer that kafkajs gave up. */
export type Crash =
  /** Servers are away or in disorder; a new consumer will do, sooner or later. */
  | 'outage'
  /** Kafka refuses this client whatever it tries. */
  | 'refused'
  /** A mistake in the client; a new consumer most likely does, unless the mistake comes back. */
  | 'bug';

const refusals =
  /_AUTHORIZATION_FAILED$|^SASL_|^UNSUPPORTED_|^INVALID_GROUP_ID$|^INVALID_SESSION_TIMEOUT$|^INCONSISTENT_GROUP_PROTOCOL$/;
const refusalNames: ReadonlySet<string> = new Set([
  'KafkaJSSASLAuthenticationError',
  'KafkaJSServerDoesNotSupportApiKey',
  'KafkaJSNotImplemented',
]);
const bugNames: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError']);

/**
 * Classifies the error with which a kafkajs consumer crashed. Its own word, whether it would restart, is not enough: it
 * would not after some errors of an outage, such as a coordinator that is not found (kafkajs `errors.js`).
 */
export function crashOf(error: unknown): Crash {
  const names = causesOf(error).map(({ name }) => name);
  const type = protocolErrorOf(error);
  if (names.some((name) => refusalNames.has(name)) || (type !== undefined && refusals.test(type)))
    return 'refused';
  return names.some((name) => bugNames.has(name)) ? 'bug' : 'outage';
}
