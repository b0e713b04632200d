import { normalizeSha } from '#libs/contracts';
import { buildAddress } from './build-address.js';
import { idOf, integerOf, objectOf, textOf } from './json.js';
import { observedPipeline } from './pipeline.js';

/** The build that a delivery is about: enough to ask for it. */
export interface NamedBuild {
  readonly id: string;
  /** Slug of the Buildkite organization, from the build's `url`: deliveries name it nowhere else. */
  readonly organization: string;
  /** Slug of the pipeline. */
  readonly pipeline: string;
  readonly number: number;
  /**
   * The full SHA by which a list of builds finds it; undefined for `HEAD`, a tag, a short SHA. What the agent wrote into
   * meta-data is no such SHA: lists go by `commit` alone.
   */
  readonly sha: string | undefined;
  /** `host/owner/name` in lower case; undefined when the delivery does not tell, or names none on a host. */
  readonly repository: string | undefined;
}

/** What a webhook says. What it says of the build's state is left out: it may be older than the delivery. */
export interface WebhookDelivery {
  /** E.g. `build.finished`; empty when neither body nor header names it. */
  readonly event: string;
  /** Undefined when it is about none, or none that can be asked for. */
  readonly build: NamedBuild | undefined;
}

/**
 * The body of a webhook, in any shape since 2015 (Buildkite docs: Webhooks › Pipelines). The event is the body's, which
 * is signed; the header's stands in where the body has none. Undefined when the body is no JSON object.
 */
export function webhookDelivery(
  body: Uint8Array,
  eventHeader: string | undefined,
): WebhookDelivery | undefined {
  const raw = objectOf(parsed(body));
  if (raw === undefined) return undefined;
  const event = textOf(raw['event'], 100) ?? textOf(eventHeader, 100) ?? '';
  return { event, build: namedBuild(raw['build'], raw['pipeline'] ?? raw['project']) };
}

function namedBuild(json: unknown, pipelineJson: unknown): NamedBuild | undefined {
  const raw = objectOf(json);
  const id = idOf(raw?.['id']);
  const number = integerOf(raw?.['number']);
  const address = buildAddress(raw?.['url']);
  if (id === undefined || number === undefined || number < 0 || address === undefined) return undefined;
  const repository = observedPipeline(pipelineJson)?.repository;
  return { id, number, ...address, sha: normalizeSha(textOf(raw?.['commit'], 100) ?? ''), repository };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
