import type { Backfill } from './backfill.js';
import type { PipelineReading } from './pipeline-reading.js';

/** How far a backfill has come. */
export interface Progress {
  /** Pages of builds that have been read. */
  readonly done: number;
  /** Builds of the repository that were seen. */
  readonly found: number;
  /** Pages that are left, as far as can be told; null before it is known what there is to read. */
  readonly pagesLeft: number | null;
  /** At the pace so far; null before the first page. */
  readonly secondsLeft: number | null;
}

const perPage = 100;

/**
 * How far a backfill has come. Buildkite does not say how many builds a list has: what is left of a pipeline is reckoned
 * from the share of the time that has been read, and a pipeline that was not begun is taken for one like the others.
 */
export function progressOf(backfill: Backfill): Progress {
  const { state, pages: done, found } = backfill;
  if (state === 'done') return { done, found, pagesLeft: 0, secondsLeft: 0 };
  const left = pagesLeft(backfill);
  return { done, found, pagesLeft: left, secondsLeft: secondsLeft(backfill, left) };
}

function pagesLeft({ window, listed, pipelines }: Backfill): number | null {
  if (window === null || listed.length === 0) return null;
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
  const begun = pipelines.filter(({ builds }) => builds > 0);
  const expected = begun.map((pipeline) => pipeline.builds + buildsLeft(pipeline, from, to));
  const usual = expected.reduce((sum, builds) => sum + builds, 0) / (begun.length || 1);
  const left = pipelines
    .filter(({ isRead }) => !isRead)
    .map((pipeline) => (pipeline.builds > 0 ? buildsLeft(pipeline, from, to) : usual));
  return left.reduce((pages, builds) => pages + Math.max(1, Math.round(builds / perPage)), 0);
}

function buildsLeft({ isRead, builds, createdTo }: PipelineReading, from: number, to: number): number {
  if (isRead) return 0;
  const at = Date.parse(createdTo);
  return (builds * Math.max(0, at - from)) / Math.max(1, to - at);
}

function secondsLeft({ startedAt, readAt, pages }: Backfill, left: number | null): number | null {
  if (startedAt === null || readAt === null || left === null) return null;
  const secondsAPage = (Date.parse(readAt) - Date.parse(startedAt)) / 1_000 / pages;
  return Math.round(secondsAPage * left);
}
