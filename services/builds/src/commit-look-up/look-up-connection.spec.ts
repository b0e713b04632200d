import { eventually } from '#libs/bus/testing';
import { at } from '../../../../test/standins/buildkite/testing/index.js';
import { Stage } from '../testing/stage.js';
import { newSha, Team } from '../testing/team.js';

describe('looking up the commit of a deploy', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await Stage.set();
  });

  afterEach(() => stage.close());

  const lookUps = (atLeast = 1) =>
    eventually(
      () => stage.published('sleuth.commit-looked-up.v1'),
      (found) => found.length >= atLeast,
    );

  it('publishes its builds, then that the commit was looked up', async () => {
    const team = await Team.connected(stage);
    const sha = newSha();
    const build = await team.addBuild({
      commit: sha,
      createdAt: '-10m',
      script: [at('0s').scheduled(), at('5s').running(), at('3m').passed()],
    });
    await stage.start();
    await stage.publish(team.deployed(sha));

    const [lookUp] = await lookUps();
    expect(lookUp?.data).toEqual({
      organization: 'acme',
      connection: team.connection,
      sha,
      lookedAt: stage.clock.now().toISOString(),
      answered: ['acme-inc'],
      refused: [],
      builds: [build.id],
    });
    const [look] = await stage.published('sleuth.build-observed.v1');
    expect(look?.data).toMatchObject({
      organization: 'acme',
      connection: team.connection,
      buildkiteOrganization: 'acme-inc',
      lookedAt: stage.clock.now().toISOString(),
      build: { id: build.id, sha, state: 'passed', repository: 'github.com/acme/shop' },
    });
  });
});
