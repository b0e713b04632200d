import { BusUnreachable, BusUnusable } from '../../errors.js';
import type { ApiVersions } from './api-versions-request.js';
import { askBroker, type Question } from './ask-broker.js';
import { NotKafka } from './api-versions-request.js';
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
  const foreign = errors.findIndex((error) => error instanceof NotKafka || isTlsFailure(error));
  if (foreign < 0) return new BusUnreachable(brokers, errors.map(reason).join('; '));
  return new BusUnusable(
    `What answers at ${brokers[foreign]} is no Kafka broker that speaks ${tls ? 'TLS' : 'without TLS'}: ` +
      `check the address, and whether the listener wants TLS. (${reason(errors[foreign])})`,
  );
}

function isTlsFailure(error: unknown): boolean {
  return /^(EPROTO|ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(codeOf(error));
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? codeOf(error) || 'it does not answer as a broker does' : message;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
