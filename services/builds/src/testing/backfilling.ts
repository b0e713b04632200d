import { eventually } from '#libs/bus/testing';
import { at, type BuildSpec } from '../../../../test/standins/buildkite/testing/index.js';
import { backfills } from '../backfill/backfills.js';
import type { Backfill } from '../backfill/domain/backfill.js';
import { newSha } from './new-sha.js';
import type { Stage } from './stage.js';

export const days = 24 * 3_600_000;

/** So many builds of a pipeline that have passed, one every minute, the newest an hour and a half ago. */
export function pastBuilds(pipeline: string, count: number): BuildSpec[] {
  return Array.from({ length: count }, (_, index) => ({
    organization: 'acme-inc',
    pipeline,
    commit: newSha(),
    createdAt: `-${90 + index}m`,
    script: [at('0s').running(), at('30s').passed()],
  }));
}

/** The backfills of a connection, once they are as expected. */
export function backfilled(
  stage: Stage,
  connection: string,
  expected = (all: readonly Backfill[]) => all.length > 0 && all.every(({ state }) => state === 'done'),
): Promise<Backfill[]> {
  const kept = stage.documents.collection(backfills);
  return eventually(() => kept.find({ where: { connection } }), expected);
}

/** The requests that read the past: for pipelines, and for the builds of one. */
export function requestsOfBackfills(stage: Stage) {
  return stage.buildkite.requests({ path: '/pipelines' });
}
