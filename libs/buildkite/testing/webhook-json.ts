import { buildJson, pipelineJson } from './payloads.js';

type Json = Record<string, unknown>;

/** The body of a webhook about a build, with the fields of the build given in place of its own: without jobs and pipeline in it. */
export function webhookJson(event: string, build: Json = {}, pipeline: Json = {}): Json {
  const { jobs: _, pipeline: __, env: ___, graphql_id: ____, ...shown } = buildJson(build);
  return {
    event,
    build: shown,
    pipeline: pipelineJson(pipeline),
    sender: { id: 'user-ada', name: 'Ada Lovelace' },
  };
}
