import { Budget } from './budget.js';
import { Charge } from './charge.js';
import type { RateLimits, ShownLimit } from './rate-limits.js';

const nothing: ShownLimit = { limit: undefined, remaining: undefined, resetMs: undefined };

function refusal(by: 'user' | 'organization' | 'unknown', waitMs = 9_000): RateLimits {
  return { user: nothing, organization: nothing, exceeded: { by, waitMs } };
}

function setUp() {
  const user = new Budget(50);
  const organization = new Budget(200);
  const opens = () => [user.opensAt('interactive', 0), organization.opensAt('interactive', 0)];
  return { user, organization, opens, charge: new Charge(user, organization) };
}

describe('a request', () => {
  it('counts against both limits', () => {
    const { user, organization, charge } = setUp();
    charge.start();
    expect([user.report(0).used, organization.report(0).used]).toEqual([1, 1]);
    charge.end(0);
    expect([user.report(59_999).used, organization.report(59_999).used]).toEqual([1, 1]);
    expect([user.report(60_000).used, organization.report(60_000).used]).toEqual([0, 0]);
  });

  it('waits for the later of both', () => {
    const { user, organization, charge } = setUp();
    user.refuse(5_000, 0, 0);
    organization.refuse(8_000, 0, 0);
    expect(charge.opensAt('interactive', 0)).toBe(8_000);
  });

  it('shows both limits in its reply', () => {
    const { user, organization, charge } = setUp();
    charge.learn(
      {
        user: { limit: 60, remaining: 59, resetMs: 1_000 },
        organization: { limit: 400, remaining: 300, resetMs: 1_000 },
      },
      0,
      0,
    );
    expect(user.report(0)).toMatchObject({ limit: 60, remaining: 59 });
    expect(organization.report(0)).toMatchObject({ limit: 400, remaining: 300 });
  });
});

describe('a refusal', () => {
  it.each([
    ['user', [9_500, 0]],
    ['organization', [0, 9_500]],
    ['unknown', [9_500, 9_500]],
  ] as const)('by the limit of the %s closes that one', (by, expected) => {
    const { charge, opens } = setUp();
    charge.learn(refusal(by), 500, 0);
    expect(opens()).toEqual(expected);
  });

  it('closes the user’s limit when no organization was asked about', () => {
    const user = new Budget(50);
    new Charge(user).learn(refusal('organization'), 500, 0);
    expect(user.opensAt('interactive', 0)).toBe(9_500);
  });

  it('waits for the longer reset when both limits are exhausted', () => {
    const { charge } = setUp();
    const organization = { limit: 200, remaining: 0, resetMs: 27_000 };
    charge.learn({ ...refusal('user'), organization }, 500, 0);
    expect(charge.opensAt('interactive', 0)).toBe(27_000);
  });

  it('is over with the first success', () => {
    const { charge, user } = setUp();
    const guessed: RateLimits = {
      user: nothing,
      organization: nothing,
      exceeded: { by: 'user', waitMs: undefined },
    };
    charge.learn(guessed, 0, 0);
    charge.learn({ user: nothing, organization: nothing }, 0, 1_000);
    charge.learn(guessed, 0, 1_000);
    expect(user.opensAt('interactive', 1_000)).toBe(2_000);
  });
});
