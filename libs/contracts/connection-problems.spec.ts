import fc from 'fast-check';
import { compareProblems, connectionProblemCodes, type PlacedProblem } from './connection-problems.js';

const problem = (
  code: PlacedProblem['code'],
  buildkiteOrganization: string | null = null,
): PlacedProblem => ({ code, buildkiteOrganization });

describe('the order of problems', () => {
  it('puts what stops a connection before what stops a part of it, and that before what slows it', () => {
    const codes = [
      'webhook-silent',
      'scope-missing',
      'token-expiring',
      'rate-limited',
      'token-rejected',
    ] as const;
    expect(codes.map((code) => problem(code)).sort(compareProblems)).toEqual([
      problem('token-rejected'),
      problem('scope-missing'),
      problem('rate-limited'),
      problem('token-expiring'),
      problem('webhook-silent'),
    ]);
  });

  it('goes by Buildkite organization within a code, the whole connection first', () => {
    const [all, labs, inc] = [null, 'acme-labs', 'acme-inc'].map((slug) =>
      problem('collection-behind', slug),
    );
    expect([labs, all, inc].map((one) => one ?? problem('webhook-silent')).sort(compareProblems)).toEqual([
      all,
      inc,
      labs,
    ]);
  });

  it('is the same whatever order they come in', () => {
    const some = fc.uniqueArray(
      fc.record({
        code: fc.constantFrom(...connectionProblemCodes),
        buildkiteOrganization: fc.constantFrom(null, 'acme-inc', 'acme-labs'),
      }),
      { selector: (one) => `${one.code} ${one.buildkiteOrganization}` },
    );
    fc.assert(
      fc.property(some, (problems) => {
        expect([...problems].reverse().sort(compareProblems)).toEqual([...problems].sort(compareProblems));
      }),
    );
  });
});
