import type { RateLimits } from '../rate-limits.js';
import { lessonsOf } from './lesson.js';

const user = { limit: 60, remaining: 0, resetMs: 9_000 };
const organization = { limit: 400, remaining: 300, resetMs: 27_000 };

function refusedBy(by: 'user' | 'organization' | 'unknown'): RateLimits {
  return { user, organization, exceeded: { by, waitMs: 9_000 } };
}

/** What came of the limits of the user and of the organization. */
function outcomes(shown: RateLimits, isAboutOrganization: boolean) {
  const lessons = lessonsOf(shown, isAboutOrganization);
  return [lessons.user.outcome, lessons.organization.outcome];
}

describe('a reply', () => {
  it('shows each limit by itself', () => {
    for (const shown of [{ user, organization }, refusedBy('user')]) {
      expect(lessonsOf(shown, true)).toMatchObject({
        user: { shown: user },
        organization: { shown: organization },
      });
    }
  });

  it('that is no refusal let the request pass both', () => {
    expect(outcomes({ user, organization }, true)).toEqual(['passed', 'passed']);
  });

  it.each([
    ['user', ['refused', 'unknown']],
    ['organization', ['unknown', 'refused']],
    ['unknown', ['refused', 'refused']],
  ] as const)('that refuses by the limit of the %s closes that one', (by, expected) => {
    expect(outcomes(refusedBy(by), true)).toEqual(expected);
  });

  it('that refuses by the limit of an organization, when none was asked about, closes the user’s', () => {
    expect(outcomes(refusedBy('organization'), false)[0]).toBe('refused');
  });

  it('says for how long it refuses', () => {
    expect(lessonsOf(refusedBy('user'), true).user.waitMs).toBe(9_000);
  });
});
