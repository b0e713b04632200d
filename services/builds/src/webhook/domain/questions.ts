import type { Hint } from './hint.js';

/** One question to Buildkite that answers all of its hints. */
export type Question =
  | {
      readonly about: 'commits';
      /** Slug of the Buildkite organization. */
      readonly organization: string;
      readonly commits: readonly string[];
      readonly hints: readonly Hint[];
    }
  | {
      readonly about: 'build';
      readonly organization: string;
      readonly pipeline: string;
      readonly number: number;
      readonly hints: readonly Hint[];
    };

/** SHAs that go into one request, as with look-ups. */
const mostCommits = 50;
/** Builds without a SHA that are asked for one by one in a round: each takes a request. */
const mostBuilds = 5;

/**
 * The questions of one round: per Buildkite organization one for up to 50 SHAs, and a few for single builds that no SHA
 * finds. The hints that go first are answered first; those of no question wait for the next round.
 */
export function questionsFor(hints: readonly Hint[]): readonly Question[] {
  const byOrganization = Map.groupBy(hints, ({ buildkiteOrganization }) => buildkiteOrganization);
  const aboutCommits = [...byOrganization].flatMap(([organization, ofOrganization]) =>
    commitsIn(organization, ofOrganization),
  );
  return [...aboutCommits, ...buildsIn(hints).slice(0, mostBuilds)];
}

function commitsIn(organization: string, hints: readonly Hint[]): Question[] {
  const shas = new Set(hints.map(({ sha }) => sha).filter((sha) => sha !== null));
  const commits = [...shas].slice(0, mostCommits);
  const answered = hints.filter(({ sha }) => sha !== null && commits.includes(sha));
  return commits.length === 0 ? [] : [{ about: 'commits', organization, commits, hints: answered }];
}

function buildsIn(hints: readonly Hint[]): Question[] {
  const withoutSha = hints.filter(({ sha }) => sha === null);
  const byBuild = Map.groupBy(withoutSha, ({ buildkiteOrganization, pipeline, number }) =>
    JSON.stringify([buildkiteOrganization, pipeline, number]),
  );
  return [...byBuild.values()].flatMap((ofBuild) =>
    ofBuild.slice(0, 1).map(({ buildkiteOrganization: organization, pipeline, number }) => ({
      about: 'build',
      organization,
      pipeline,
      number,
      hints: ofBuild,
    })),
  );
}
