import { normalizeRepository } from '#libs/contracts';
import { buildAddress } from './build-address.js';
import { idOf, objectOf, textOf } from './json.js';

/** What is kept of a pipeline. Its configuration, environment and webhook address hold secrets and are never read. */
export interface ObservedPipeline {
  readonly id: string;
  /** Changes when the pipeline is renamed; the id does not. */
  readonly slug: string;
  readonly name: string;
  /** `host/owner/name` in lower case; undefined when it names no repository on a host. */
  readonly repository: string | undefined;
}

/** A pipeline as REST shows it, alone or inside a build (Buildkite docs: REST API › Pipelines); undefined without id or slug. */
export function observedPipeline(json: unknown): ObservedPipeline | undefined {
  const pipeline = objectOf(json);
  const id = idOf(pipeline?.['id']);
  const slug = idOf(pipeline?.['slug']) ?? buildAddress(pipeline?.['url'])?.pipeline;
  if (pipeline === undefined || id === undefined || slug === undefined) return undefined;
  const repository = pipeline['repository'];
  return {
    id,
    slug,
    name: textOf(pipeline['name'], 500) ?? slug,
    repository: typeof repository === 'string' ? normalizeRepository(repository) : undefined,
  };
}
