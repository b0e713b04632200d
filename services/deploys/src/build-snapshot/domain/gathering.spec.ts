import type { BuildObserved, CommitLookedUp } from '#libs/contracts';
import { aDeploy, aLook, aLookUp, connection } from '../testing/facts.js';
import { gatherStatus, isComplete } from './gathering.js';

const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 10, 0, second)).toISOString();
const refused = [{ organization: 'acme-labs', reason: 'organization-not-accessible' }];
const look = (second: number, id: string, over: Partial<BuildObserved> = {}) =>
  aLook(at(second), { id }, over);
const lookUp = (second: number, over: Partial<CommitLookedUp> = {}) => aLookUp(at(second), over);
const other = '3b1f9f0e-0000-4000-8000-000000000002';

/** For a deploy at second 10. */
function gathered(lookUps: CommitLookedUp[], looks: BuildObserved[] = []) {
  const facts = { deploy: aDeploy(at(10)), connection, looks, lookUps };
  return [gatherStatus(facts), isComplete(facts)];
}

describe('A snapshot is collecting', () => {
  it('until its commit has been looked up', () => {
    expect(gathered([])).toEqual(['collecting', false]);
    expect(gathered([], [look(12, 'a')])).toEqual(['collecting', false]);
  });

  it('while all look-ups are from before T', () => {
    expect(gathered([lookUp(9)])).toEqual(['collecting', false]);
  });

  it('while a build that the look-up names has not come', () => {
    const named = lookUp(12, { builds: ['a', 'b'] });
    expect(gathered([named], [look(12, 'a')])).toEqual(['collecting', false]);
    expect(gathered([named], [look(12, 'a'), look(12, 'b', { connection: other })])).toEqual([
      'collecting',
      false,
    ]);
  });

  it('while such a build is known only from before T', () => {
    expect(gathered([lookUp(12, { builds: ['a'] })], [look(9, 'a')])).toEqual(['collecting', false]);
  });

  it.each([
    ['of another commit', { sha: 'b'.repeat(40) }],
    ['through another connection', { connection: other }],
    ['of another tenant', { organization: 'globex' }],
  ])('while the look-ups are %s', (_what, over) => {
    expect(gathered([lookUp(12, over)])).toEqual(['collecting', false]);
  });
});

describe('A snapshot is ready', () => {
  it('by a look-up at or after T that found nothing', () => {
    expect(gathered([lookUp(10)])).toEqual(['ready', true]);
  });

  it('by a look-up at or after T once every build that it names has come', () => {
    const named = lookUp(12, { builds: ['a', 'b'] });
    expect(gathered([named], [look(12, 'b'), look(13, 'a')])).toEqual(['ready', true]);
  });

  it('when the named build was seen from T on before the look-up: an unchanged look is not told again', () => {
    expect(gathered([lookUp(3600, { builds: ['a'] })], [look(12, 'a')])).toEqual(['ready', true]);
  });

  it('counts T to the whole second', () => {
    const facts = { connection, looks: [], lookUps: [lookUp(10)] };
    expect(gatherStatus({ ...facts, deploy: aDeploy('2026-03-02T10:00:10.900Z') })).toBe('ready');
  });
});

describe('A snapshot is complete', () => {
  it('not while a Buildkite organization refused', () => {
    expect(gathered([lookUp(12, { refused })])).toEqual(['ready', false]);
  });

  it('once a later look-up met no refusal, and stays so', () => {
    expect(gathered([lookUp(12, { refused }), lookUp(14)])).toEqual(['ready', true]);
    expect(gathered([lookUp(12), lookUp(14, { refused })])).toEqual(['ready', true]);
  });

  it('not by a look-up whose builds have not all come', () => {
    expect(gathered([lookUp(12, { refused }), lookUp(14, { builds: ['a'] })])).toEqual(['ready', false]);
  });
});
