import { normalizeSha } from '#libs/contracts';
import { objectOf } from './json.js';

const checkedOut = /^(?:commit )?([0-9a-f]{64}|[0-9a-f]{40})\b/i;

/**
 * The SHA that a build is about, in lower case: its `commit` if that is a full SHA, else the one that the agent wrote
 * into meta-data `buildkite:git:commit` at its first checkout (`commit <sha>\nAuthor: …`, `commit <sha>\n` or the bare
 * SHA; buildkite/agent: internal/job/checkout_metadata.go). Undefined while neither tells: `HEAD`, a tag and a short SHA
 * are never guessed.
 */
export function effectiveSha(commit: string, metaData: unknown): string | undefined {
  const sha = normalizeSha(commit);
  if (sha !== undefined) return sha;
  const written = objectOf(metaData)?.['buildkite:git:commit'];
  return typeof written === 'string' ? checkedOut.exec(written)?.[1]?.toLowerCase() : undefined;
}
