import { BusUnreachable, BusUnusable } from '../../errors.js';
import { askBroker, type Question } from './ask-broker.js';
import { errorText } from '../connection/protocol-error.js';
import { NotKafka, type ApiVersions } from './api-versions-request.js';
import { whyUnusable } from './spoken-versions.js';

export interface Probe {
  /** Each as host:port. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly tls: boolean;
  /** How long to wait for an answer. */
  readonly ms: number;
}

/**
 * Asks all brokers at once what they speak, and is content with the first one that answers.
 * @throws BusUnreachable when none answers in time
 * @throws BusUnusable when what answers is no Kafka broker, or none that the client can work with
 */
export async function probeBrokers(
  { brokers, clientId, tls, ms }: Probe,
  ask: (question: Question) => Promise<ApiVersions> = askBroker,
): Promise<void> {
  const enough = new AbortController();
  const late = setTimeout(() => enough.abort(new Error(`no answer within ${ms} ms`)), ms);
  try {
    const answers = brokers.map(async (broker) => ({
      broker,
      versions: await ask({ broker, clientId, tls, signal: enough.signal }),
    }));
    const { broker, versions } = await Promise.any(answers);
    const why = whyUnusable(versions);
    if (why !== undefined) throw new BusUnusable(`Kafka at ${broker} cannot be used: ${why}.`);
  } catch (error) {
    throw error instanceof AggregateError ? noAnswer(brokers, tls, error.errors) : error;
  } finally {
    clearTimeout(late);
    enough.abort();
  }
}

function noAnswer(brokers: readonly string[], tls: boolean, errors: readonly unknown[]): Error {
  const foreign = errors.findIndex((error) => error instanceof NotKafka || tlsFailure.test(codeOf(error)));
  if (foreign < 0) return new BusUnreachable(brokers, errors.map(reason).join('; '));
  return new BusUnusable(
    `What answers at ${brokers[foreign]} is no Kafka broker that speaks ${tls ? 'TLS' : 'without TLS'}: ` +
      `check the address, and whether the listener wants TLS. (${reason(errors[foreign])})`,
  );
}

/** Node's and OpenSSL's codes for what speaks no TLS, or shows a certificate that is not to be trusted. */
const tlsFailure = /^(EPROTO|ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

function reason(error: unknown): string {
  const code = codeOf(error);
  if (tlsFailure.test(code)) return code;
  return errorText(error) || code || 'it does not answer as a broker does';
}

/** An error of Node has a code; it need not be of this realm's class. */
function codeOf(error: unknown): string {
  const has = typeof error === 'object' && error !== null && 'code' in error;
  return has && typeof error.code === 'string' ? error.code : '';
}
