import { aBuild } from '#libs/contracts/testing';
import fc from 'fast-check';
import { judge, type LastLook } from './look-worth-publishing.js';
import { contentOf, type Look } from './look.js';

const noon = Date.parse('2026-11-23T12:00:00.000Z');
const instant = (seconds: number) => new Date(noon + seconds * 1_000).toISOString();
const look = (seconds: number, state = 'running'): Look => ({
  build: aBuild({ state }),
  organization: 'acme-inc',
  lookedAt: instant(seconds),
});

/** What is remembered after looks in a row, published or not. */
function after(...looks: readonly Look[]): LastLook | undefined {
  return looks.reduce<LastLook | undefined>((last, one) => judge(one, last, []).remember ?? last, undefined);
}

describe('a look at a build', () => {
  it('is published when it is the first', () => {
    expect(judge(look(0), undefined, [])).toEqual({
      isPublished: true,
      remember: {
        lookedAt: instant(0),
        content: contentOf(aBuild({ state: 'running' })),
        isOpen: true,
        revision: noon,
      },
    });
  });

  it('is published when it shows something else', () => {
    const { isPublished, remember } = judge(look(60, 'passed'), after(look(0)), []);
    expect(isPublished).toBe(true);
    expect(remember).toMatchObject({ lookedAt: instant(60), isOpen: false });
  });

  it('is not published, and nothing is remembered, when it shows the same', () => {
    expect(judge(look(60), after(look(0)), [])).toEqual({ isPublished: false, remember: undefined });
  });

  it.each([
    ['between the two', 30, true],
    ['at the very time of this one', 60, true],
    ['at the very time of the last one', 0, false],
    ['before the last one', -1, false],
    ['after this one', 61, false],
  ])('that shows the same is published for a deploy %s: %#', (_when, at, isPublished) => {
    expect(judge(look(60), after(look(0)), [instant(-500), instant(at)]).isPublished).toBe(isPublished);
  });

  it('that is older than the last one is published when it shows something else, and never takes its place', () => {
    expect(judge(look(30, 'scheduled'), after(look(60)), [])).toEqual({
      isPublished: true,
      remember: undefined,
    });
    expect(judge(look(30), after(look(60)), [instant(45)])).toEqual({
      isPublished: false,
      remember: undefined,
    });
  });

  it('of the same second takes the place of the last one', () => {
    const last = after(look(0), look(0, 'passed'));
    expect(last).toMatchObject({ isOpen: false, revision: noon + 1 });
    expect(judge(look(60, 'passed'), last, []).isPublished).toBe(false);
  });

  it('lets a build be followed again that was let go', () => {
    const letGo: LastLook = { ...(after(look(0)) as LastLook), isOpen: false };
    expect(judge(look(60), letGo, [])).toEqual({
      isPublished: false,
      remember: { ...letGo, isOpen: true, revision: noon + 60_000 },
    });
  });
});

describe('the looks that are published', () => {
  const states = fc.constantFrom('scheduled', 'running', 'failed', 'passed');
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 25 });
  const history = times.chain((seconds) =>
    fc
      .array(states, { minLength: seconds.length, maxLength: seconds.length })
      .map((shown) =>
        seconds.toSorted((one, other) => one - other).map((second, index) => look(second, shown[index])),
      ),
  );
  const deploys = fc.array(fc.integer({ min: -10, max: 310 }), { maxLength: 4 });

  it('tell of every deploy what all looks would: what was shown last before it, and the first look from it on', () => {
    fc.assert(
      fc.property(history, deploys, (looks, deployedAt) => {
        const deployedAts = deployedAt.map(instant);
        let last: LastLook | undefined;
        const published = looks.filter((one) => {
          const verdict = judge(one, last, deployedAts);
          last = verdict.remember ?? last;
          return verdict.isPublished;
        });
        for (const at of deployedAts) {
          const around = (among: readonly Look[]) => ({
            before: among.findLast(({ lookedAt }) => lookedAt < at)?.build.state,
            after: among.find(({ lookedAt }) => lookedAt >= at)?.lookedAt,
          });
          expect(around(published)).toEqual(around(looks));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('are as many as the build has changes and deploys, not as many as it was looked at', () => {
    fc.assert(
      fc.property(history, deploys, (looks, deployedAt) => {
        let last: LastLook | undefined;
        let published = 0;
        for (const one of looks) {
          const verdict = judge(one, last, deployedAt.map(instant));
          last = verdict.remember ?? last;
          if (verdict.isPublished) published += 1;
        }
        const changes = looks.filter(
          (one, index) => one.build.state !== looks[index - 1]?.build.state,
        ).length;
        expect(published).toBeLessThanOrEqual(changes + new Set(deployedAt).size);
      }),
      { numRuns: 2_000 },
    );
  });
});
