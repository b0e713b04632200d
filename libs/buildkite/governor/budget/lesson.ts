import type { RateLimits, ShownLimit } from '../rate-limits.js';

/** What one reply says about one limit. */
export interface Lesson {
  readonly shown: ShownLimit;
  /** Whether it let the request pass; `unknown` when another limit refused it. */
  readonly outcome: 'passed' | 'refused' | 'unknown';
  /** For how many milliseconds it is exceeded, if the reply says so. */
  readonly waitMs?: number | undefined;
}

/** What a reply says about the user's limit, and about that of the organization that was asked about. */
export interface Lessons {
  readonly user: Lesson;
  readonly organization: Lesson;
}

/**
 * What is to be learnt from a reply. A refusal closes the limit that it names; one of an organization, when none was
 * asked about, closes the user's, and one that names none closes both.
 */
export function lessonsOf(
  { user, organization, exceeded }: RateLimits,
  isAboutOrganization: boolean,
): Lessons {
  if (exceeded === undefined)
    return {
      user: { shown: user, outcome: 'passed' },
      organization: { shown: organization, outcome: 'passed' },
    };
  const { by, waitMs } = exceeded;
  const outcome = (isRefused: boolean) => (isRefused ? 'refused' : 'unknown');
  return {
    user: { shown: user, outcome: outcome(by !== 'organization' || !isAboutOrganization), waitMs },
    organization: { shown: organization, outcome: outcome(by !== 'user'), waitMs },
  };
}
