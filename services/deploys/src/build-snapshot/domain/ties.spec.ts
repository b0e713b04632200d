import type { BuildObserved, ObservedBuild } from '#libs/contracts';
import { aDeploy, aLook, connection, sha } from '../testing/facts.js';
import { tiedBuilds } from './ties.js';

const deploy = aDeploy('2026-03-02T10:00:10.000Z');
const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 10, 0, second)).toISOString();
const look = (second: number, build: Partial<ObservedBuild> = {}, over: Partial<BuildObserved> = {}) =>
  aLook(at(second), { id: 'build-1', ...build }, over);
const otherSha = 'b'.repeat(40);

/** The seconds of the looks that take part, by build. */
function tied(...looks: BuildObserved[]) {
  const builds = tiedBuilds(looks, deploy, connection);
  return Object.fromEntries(
    [...builds].map(([id, ofBuild]) => [
      id,
      ofBuild.map(({ lookedAt }) => new Date(lookedAt).getUTCSeconds()),
    ]),
  );
}

describe('A build is tied to a deploy', () => {
  it('when tenant, repository, SHA and connection are equal', () => {
    expect(tied(look(8))).toEqual({ 'build-1': [8] });
  });

  it.each([
    ['tenant', look(8, {}, { organization: 'globex' })],
    ['repository', look(8, { repository: 'github.com/acme/other' })],
    ['SHA', look(8, { sha: otherSha })],
    ['connection', look(8, {}, { connection: '3b1f9f0e-0000-4000-8000-000000000002' })],
  ])('not when the %s is another', (_what, other) => {
    expect(tied(other)).toEqual({});
  });

  it('not by a short SHA', () => {
    expect(tied(look(8, { commit: sha.slice(0, 7), sha: null }))).toEqual({});
  });

  it('not while its commit is unresolved', () => {
    expect(tied(look(8, { sha: null }))).toEqual({});
  });

  it('by all of its looks once it has resolved, in whatever order they come', () => {
    const looks = [look(12), look(8, { sha: null }), look(10, { sha: null })];
    expect(tied(...looks)).toEqual({ 'build-1': [8, 10, 12] });
    expect(tied(...looks.toReversed())).toEqual({ 'build-1': [8, 10, 12] });
  });

  it('by its looks through the serving connection alone', () => {
    expect(tied(look(8), look(10, {}, { connection: '3b1f9f0e-0000-4000-8000-000000000002' }))).toEqual({
      'build-1': [8],
    });
  });

  it('as it first resolved: a later look neither ties nor unties it', () => {
    expect(tied(look(8), look(10, { sha: otherSha }))).toEqual({ 'build-1': [8, 10] });
    expect(tied(look(8, { sha: otherSha }), look(10))).toEqual({});
    expect(tied(look(8), look(10, { repository: 'github.com/acme/renamed' }))).toEqual({
      'build-1': [8, 10],
    });
  });

  it('beside others', () => {
    expect(tied(look(8), look(9, { id: 'build-2' }), look(9, { id: 'build-3', sha: otherSha }))).toEqual({
      'build-1': [8],
      'build-2': [9],
    });
  });
});
