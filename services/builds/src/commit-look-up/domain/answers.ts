import { envelope, eventId, type CommitLookedUp, type EventEnvelope } from '#libs/contracts';

/** What one Buildkite organization said to the question for the builds of some SHAs. */
export type Answer =
  | {
      readonly kind: 'answered';
      /** Slug of the Buildkite organization. */
      readonly organization: string;
      /** The `Date` of each of its replies: RFC 3339, UTC. */
      readonly lookedAt: readonly string[];
      /** Ids of the builds of repositories deployed here, by SHA. */
      readonly builds: ReadonlyMap<string, readonly string[]>;
    }
  | { readonly kind: 'refused'; readonly organization: string; readonly reason: string };

/** All answers to one question, put together. */
export interface Answers {
  readonly lookedAt: string;
  readonly answered: readonly string[];
  readonly refused: CommitLookedUp['refused'];
  builds(sha: string): string[];
}

/**
 * Puts the answers of a connection's organizations together.
 * @param now stands in for the time of the look when nobody answered; cut to the whole second, as a `Date` is
 */
export function together(answers: readonly Answer[], now: Date): Answers {
  const answered = answers.filter((answer) => answer.kind === 'answered');
  const refused = answers.filter((answer) => answer.kind === 'refused');
  const [earliest] = answered.flatMap(({ lookedAt }) => lookedAt).sort();
  return {
    lookedAt: earliest ?? new Date(Math.floor(now.getTime() / 1000) * 1000).toISOString(),
    answered: answered.map(({ organization }) => organization).sort(),
    refused: refused
      .map(({ organization, reason }) => ({ organization, reason }))
      .sort((one, other) => (one.organization < other.organization ? -1 : 1)),
    builds: (sha) => [...new Set(answered.flatMap(({ builds }) => builds.get(sha) ?? []))].sort(),
  };
}

/** The answer about one SHA as one text, the same for the same refusals and builds. */
export function answerTo(sha: string, { refused, builds }: Pick<Answers, 'refused' | 'builds'>): string {
  return [...refused.map(({ organization, reason }) => `${organization}: ${reason}`), ...builds(sha)].join(
    ', ',
  );
}

/** What is published about one SHA; its id follows from what it says. */
export function commitLookedUp(
  { organization, connection }: Pick<CommitLookedUp, 'organization' | 'connection'>,
  sha: string,
  answers: Answers,
): EventEnvelope<'sleuth.commit-looked-up.v1'> {
  const { lookedAt } = answers;
  const said = {
    answered: [...answers.answered],
    refused: [...answers.refused],
    builds: answers.builds(sha),
  };
  return envelope('sleuth.commit-looked-up.v1', {
    id: eventId('commit-looked-up', organization, connection, sha, lookedAt, JSON.stringify(said)),
    source: '/services/builds',
    time: lookedAt,
    data: { organization, connection, sha, lookedAt, ...said },
  });
}
