import { jest } from '@jest/globals';
import { eventually } from '#libs/bus/testing';
import { aConnectionRemoved } from '#libs/contracts/testing';
import { randomUUID } from 'node:crypto';
import { lookUps } from '../commit-look-up/look-ups.js';
import { requestedLookUp } from '../commit-look-up/domain/look-up.js';
import { newSha } from '../testing/new-sha.js';
import { connectionTokens } from '../connection/known-connections.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';
import { SweepConnection } from './sweep-connection.js';

jest.setTimeout(30_000);

describe('collecting connections', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await Stage.set();
  });

  afterEach(() => stage.close());

  const held = (team: Team) => stage.leases.held.has(`collection ${team.connection}`);
  const isHeld = (team: Team, expected: boolean) =>
    eventually(
      async () => held(team),
      (now) => now === expected,
    );

  it('holds a lease for each while it collects', async () => {
    const team = await Team.connected(stage);
    const instance = await stage.start();
    await isHeld(team, true);
    await stage.stop(instance);
    expect(held(team)).toBe(false);
  });

  it('begins with connections that are build servers already', async () => {
    const team = await Team.connected(stage);
    const first = await stage.start();
    await stage.polled(team.connection);
    await stage.stop(first);
    await stage.start();
    await isHeld(team, true);
  });

  it('lets go of a connection that was removed', async () => {
    const team = await Team.connected(stage);
    await stage.start();
    await isHeld(team, true);
    await stage.publish(aConnectionRemoved({ ...team.fact(), connection: team.connection }));
    await isHeld(team, false);
  });

  it('begins a loop that fails again, under its name, while the others go on', async () => {
    const again = Promise.withResolvers<void>();
    const run = jest.spyOn(SweepConnection.prototype, 'run');
    run.mockRejectedValueOnce(new Error('The documents are away.'));
    run.mockImplementationOnce(async () => again.resolve());
    const team = await Team.connected(stage);
    await stage.start();
    await stage.polled(team.connection);
    await again.promise;
    expect(stage.log.lines.filter(({ message }) => message.endsWith('it is begun again'))).toMatchObject([
      { data: { connection: team.connection }, message: 'Sweeping failed; it is begun again' },
    ]);
    run.mockRestore();
  });

  it('finds by itself what another instance was told to look up', async () => {
    const team = await Team.connected(stage);
    await stage.start();
    await stage.polled(team.connection);
    const now = stage.clock.now().toISOString();
    const deploy = { id: randomUUID(), organization: 'acme', sha: newSha(), deployedAt: now };
    const requested = requestedLookUp({ ...deploy, connection: team.connection }, now);
    await stage.documents.collection(lookUps).put([requested]);
    const [lookUp] = await stage.lookUps();
    expect(lookUp?.data.sha).toBe(deploy.sha);
  });

  it('finds by itself that another instance was told of a new token', async () => {
    const team = await Team.connected(stage);
    await stage.start();
    await stage.polled(team.connection);
    await stage.buildkite.changeToken(team.token.label, { revoked: true });
    await stage.pass(1, team.connection);
    const tokenVersion = randomUUID();
    const { value } = await stage.buildkite.addToken({ organizations: ['acme-inc'] });
    stage.keepToken({ organization: 'acme', connection: team.connection, tokenVersion }, value);
    const tokens = stage.documents.collection(connectionTokens);
    const known = await tokens.get(team.connection);
    if (!known) throw new Error('The connection is not known.');
    await stage.clock.turn(1_000);
    await tokens.putNewer([{ ...known, tokenVersion, revision: known.revision + 1 }]);
    expect((await stage.polled(team.connection))?.lastCycle.outcome).toBe('complete');
  });

  it('sends nothing more once another instance may have taken over from one that stood still', async () => {
    const team = await Team.connected(stage);
    const createdAt = stage.clock.now().toISOString();
    const build = { organization: 'acme-inc', pipeline: 'shop', createdAt };
    const specs = Array.from({ length: 3_000 }, () => ({ ...build, commit: newSha() }));
    await stage.buildkite.addBuilds(specs);
    await stage.buildkite.setReplyDelay(200);
    await stage.start();
    await isHeld(team, true);
    const { woken, ended } = stage.leases.take(`collection ${team.connection}`);
    await woken;
    const before = await stage.buildkite.requestTotal();
    await ended;
    expect(before).toBeGreaterThan(3);
    expect(await stage.buildkite.requestTotal()).toBeLessThanOrEqual(before + 1);
  });

  it('stops at once while Buildkite does not answer, and does later what it left', async () => {
    const team = await Team.connected(stage);
    const sha = newSha();
    await stage.buildkite.addFault({ kind: 'delay', ms: 60_000 }, { times: 2 });
    const first = await stage.start();
    await stage.publish(team.deployed(sha));
    await eventually(
      () => stage.buildkite.requestTotal(),
      (requests) => requests === 2,
    );
    await stage.stop(first);
    await stage.start();
    const [lookUp] = await stage.lookUps();
    expect(lookUp?.data.sha).toBe(sha);
  });
});
