import { normalizeRepository, type ObservedBuild } from '#libs/contracts';
import { buildAddress } from './build-address.js';
import { effectiveSha } from './effective-sha.js';
import { effectiveState } from './effective-state.js';
import { idOf, integerOf, objectOf, textOf, type JsonObject } from './json.js';
import { creatorName } from './people.js';
import { observedPipeline, type ObservedPipeline } from './pipeline.js';
import { parseTimestamp } from './timestamp.js';

/** Why a build of a reply cannot be read; the build is then skipped, never the page. */
export type UnreadableReason =
  | 'not-an-object'
  | 'no-id'
  | 'no-number'
  | 'no-created-at'
  | 'no-pipeline'
  /** The pipeline's repository is on no host (empty, a local path), so it is that of no code deployment. */
  | 'no-repository';

export type BuildReading =
  | {
      readonly ok: true;
      readonly build: ObservedBuild;
      /** Slug of the Buildkite organization, from the build's `url`. */
      readonly organization: string | undefined;
    }
  | { readonly ok: false; readonly reason: UnreadableReason; readonly id: string | undefined };

/** Pipelines by slug, for replies without them (`exclude_pipeline=true`). */
export type KnownPipelines = ReadonlyMap<string, ObservedPipeline>;

/**
 * A build as REST shows it, in any shape since 2015 (Buildkite docs: REST API › Builds; go-buildkite: builds.go): missing
 * keys, nulls, `{}`, ids as numbers, either spelling of a time. Only listed fields are read, so that `env`, agents and
 * webhook addresses, which hold secrets, go nowhere; texts are cut (message: 500 characters). Times are UTC.
 */
export function observedBuild(json: unknown, pipelines?: KnownPipelines): BuildReading {
  const raw = objectOf(json);
  if (raw === undefined) return { ok: false, reason: 'not-an-object', id: undefined };
  const id = idOf(raw['id']);
  if (id === undefined) return { ok: false, reason: 'no-id', id };
  const number = integerOf(raw['number']);
  if (number === undefined) return { ok: false, reason: 'no-number', id };
  const createdAt = parseTimestamp(raw['created_at']);
  if (createdAt === undefined) return { ok: false, reason: 'no-created-at', id };
  const address = buildAddress(raw['url']);
  const pipeline = observedPipeline(raw['pipeline']) ?? pipelines?.get(address?.pipeline ?? '');
  if (pipeline === undefined) return { ok: false, reason: 'no-pipeline', id };
  const { repository, ...shown } = pipeline;
  if (repository === undefined) return { ok: false, reason: 'no-repository', id };

  const build = { id, number, createdAt, pipeline: shown, repository, ...otherFields(raw) };
  return { ok: true, build, organization: address?.organization };
}

type Required = 'id' | 'number' | 'createdAt' | 'pipeline' | 'repository';

function otherFields(raw: JsonObject): Omit<ObservedBuild, Required> {
  const commit = textOf(raw['commit'], 500) ?? '';
  return {
    webUrl: webUrl(raw['web_url']),
    commit,
    sha: effectiveSha(commit, raw['meta_data']) ?? null,
    branch: textOf(raw['branch'], 500) ?? '',
    tag: textOf(raw['tag'], 500) ?? null,
    message: textOf(raw['message'], 500) ?? null,
    source: textOf(raw['source'], 100) ?? null,
    creator: creatorName(raw['creator'], raw['author']) ?? null,
    state: effectiveState(raw),
    scheduledAt: parseTimestamp(raw['scheduled_at']) ?? null,
    startedAt: parseTimestamp(raw['started_at']) ?? null,
    failingAt: parseTimestamp(raw['failing_at']) ?? null,
    finishedAt: parseTimestamp(raw['finished_at']) ?? null,
    pullRequest: pullRequest(raw['pull_request']),
    rebuiltFrom: rebuiltFrom(raw['rebuilt_from']),
    triggeredFrom: triggeredFrom(raw['triggered_from']),
  };
}

/** Only an address of the web is kept: consumers show it as a link. */
function webUrl(value: unknown): string | null {
  return typeof value === 'string' && value.length <= 2_000 && /^https?:\/\/[^\s]+$/i.test(value)
    ? value.toWellFormed()
    : null;
}

function pullRequest(value: unknown): ObservedBuild['pullRequest'] {
  const raw = objectOf(value);
  const id = idOf(raw?.['id']);
  if (raw === undefined || id === undefined) return null;
  const repository = raw['repository'];
  return { id, repository: (typeof repository === 'string' && normalizeRepository(repository)) || null };
}

function rebuiltFrom(value: unknown): ObservedBuild['rebuiltFrom'] {
  const raw = objectOf(value);
  const id = idOf(raw?.['id']);
  const number = integerOf(raw?.['number']);
  return id === undefined || number === undefined ? null : { id, number };
}

function triggeredFrom(value: unknown): ObservedBuild['triggeredFrom'] {
  const raw = objectOf(value);
  const id = idOf(raw?.['build_id']);
  const number = integerOf(raw?.['build_number']);
  const pipeline = idOf(raw?.['build_pipeline_slug']);
  if (id === undefined || number === undefined || pipeline === undefined) return null;
  return { id, number, pipeline };
}
