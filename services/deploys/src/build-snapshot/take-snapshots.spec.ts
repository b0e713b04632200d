import {
  acme,
  aBuild,
  aBuildJobsObserved,
  aBuildObserved,
  aCommitLookedUp,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import { anIdentity, aShop, register } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';

let yard: Yard;
let deploy: string;

beforeEach(async () => {
  yard = await Yard.open();
  await aShop(yard);
  deploy = (await register(yard)).deploy.id;
  await yard.show();
});
afterEach(() => yard.close());

const serving = aDefaultBuildServerSet();
const look = aBuildObserved();
const lookUp = aCommitLookedUp();
const otherBuild = '019a0f6e-2b7c-4d11-8a55-6e3f2d1c0b99';
const lateFailure = aBuildObserved({
  lookedAt: '2026-11-23T12:20:00.000Z',
  build: aBuild({ id: otherBuild, number: 43, state: 'failed' }),
});

describe('A deploy that no build server serves', () => {
  it('has no snapshot, whatever is heard', async () => {
    await yard.hear(look, lookUp);
    expect(await yard.revisions(deploy)).toEqual([]);
  });

  it('gets one when a build server is set afterwards, because of that', async () => {
    await yard.hear(look, lookUp);
    await yard.clock.advance(7_200_000);
    const setLate = aDefaultBuildServerSet({ at: '2026-11-23T14:00:00.000Z', sequence: 3 });
    await yard.hear(setLate);
    expect(await yard.revisions(deploy)).toMatchObject([
      {
        revision: 1,
        connection: acme.connection,
        at: '2026-11-23T14:00:00.000Z',
        content: { complete: true, verdict: 'passed' },
        because: [{ type: setLate.type, id: setLate.id }],
      },
    ]);
  });
});

describe('While facts are gathered', () => {
  it.each([
    ['nothing but looks came', [look]],
    ['a look-up came without the builds that it names', [lookUp]],
    [
      'a look-up came that looked before the deploy',
      [look, aCommitLookedUp({ lookedAt: '2026-11-23T11:59:59.000Z' })],
    ],
    ['a look-up came of another connection', [look, aCommitLookedUp({ connection: otherBuild })]],
  ])('there is no snapshot: %s', async (_what, facts) => {
    await yard.hear(serving, ...facts);
    expect(await yard.revisions(deploy)).toEqual([]);
  });
});

describe('A snapshot', () => {
  it('is taken once a look-up and its builds have come', async () => {
    await yard.hear(serving, look, lookUp);
    const [taken, ...others] = await yard.revisions(deploy);
    expect(others).toEqual([]);
    expect(taken).toMatchObject({
      organization: 'acme',
      deploy: { id: deploy, sha: acme.sha, repository: acme.repository, deployedAt: acme.deployedAt },
      connection: acme.connection,
      revision: 1,
      content: { complete: true, verdict: 'passed', builds: [{ id: acme.build, certainty: 'observed' }] },
      changes: [],
      because: [{ type: lookUp.type, id: lookUp.id }],
    });
  });

  it('is taken also when the facts came before the deploy', async () => {
    await yard.hear(serving, look, lookUp);
    const { deploy: staged } = await register(yard, { environment: 'staging' });
    await yard.show();
    const [taken] = await yard.revisions(staged.id);
    expect(taken).toMatchObject({ revision: 1, content: { verdict: 'passed' } });
    expect(taken?.because.map(({ type }) => type)).toEqual(['sleuth.deploy-registered.v1']);
  });

  it('is one for each deploy of the SHA', async () => {
    const { deploy: staged } = await register(yard, { environment: 'staging' });
    await yard.show();
    await yard.hear(serving, look, lookUp);
    for (const id of [deploy, staged.id]) expect(await yard.revisions(id)).toHaveLength(1);
  });

  it('is not taken again because of what it says already', async () => {
    await yard.hear(serving, look, lookUp);
    await yard.hear(serving, look, lookUp);
    await yard.hear(aBuildObserved({ lookedAt: '2026-11-23T12:30:00.000Z' }));
    await yard.hear(aCommitLookedUp({ lookedAt: '2026-11-23T12:31:00.000Z' }));
    await yard.show();
    expect(await yard.revisions(deploy)).toHaveLength(1);
  });

  it('is corrected once by a late fact, and says what changed and why', async () => {
    await yard.hear(serving, look, lookUp);
    await yard.hear(lateFailure);
    await yard.hear(lateFailure);
    const [, corrected, ...others] = await yard.revisions(deploy);
    expect(others).toEqual([]);
    expect(corrected).toMatchObject({
      revision: 2,
      content: { verdict: 'failed' },
      because: [{ type: lateFailure.type, id: lateFailure.id }],
    });
    expect(corrected?.changes).toEqual([
      { what: 'build-added', build: otherBuild, field: 'state', to: 'failed' },
      { what: 'build-changed', build: acme.build, field: 'counts', from: true, to: false },
      { what: 'verdict-changed', from: 'passed', to: 'failed' },
    ]);
    const types = (await yard.stored('buildSnapshot-')).map(({ type }) => type);
    expect(types).toEqual(['BuildSnapshotTaken', 'BuildSnapshotCorrected']);
  });

  it('becomes complete when an organization that had refused answers', async () => {
    const refused = [{ organization: 'acme-labs', reason: 'organization-not-accessible' }];
    await yard.hear(serving, look, aCommitLookedUp({ refused }));
    await yard.hear(aCommitLookedUp({ lookedAt: '2026-11-23T12:10:00.000Z' }));
    const contents = (await yard.revisions(deploy)).map(({ content }) => content.complete);
    expect(contents).toEqual([false, true]);
  });

  it.each([
    ['through another connection', { connection: otherBuild }],
    ['of another repository', { build: aBuild({ id: otherBuild, repository: 'github.com/acme/docs' }) }],
    ['of another SHA', { build: aBuild({ id: otherBuild, commit: 'b'.repeat(40), sha: 'b'.repeat(40) }) }],
    ['of another organization', { organization: 'globex' }],
    [
      'created after the deploy',
      { build: aBuild({ id: otherBuild, createdAt: '2026-11-23T12:00:01.000Z' }) },
    ],
  ])('is not touched by a build %s', async (_what, changes) => {
    await yard.hear(serving, look, lookUp);
    await yard.hear(aBuildObserved({ ...changes, lookedAt: '2026-11-23T12:40:00.000Z' }));
    expect(await yard.revisions(deploy)).toHaveLength(1);
  });

  it('is not touched by another build server or by the removal of its own', async () => {
    await yard.hear(serving, look, lookUp);
    const other = { at: '2026-11-23T13:00:00.000Z', connection: otherBuild, sequence: 9 };
    await yard.hear(aDefaultBuildServerSet(other));
    await yard.hear(lateFailure);
    const revisions = await yard.revisions(deploy);
    expect(revisions.map(({ connection }) => connection)).toEqual([acme.connection, acme.connection]);
  });

  it('gets no further revision once its deploy was deleted', async () => {
    await yard.hear(serving, look, lookUp);
    await yard.deploys.delete('acme', deploy, anIdentity(), 'key-1');
    await yard.hear(lateFailure);
    await yard.show();
    expect(await yard.revisions(deploy)).toHaveLength(1);
  });

  it('is kept once when the reply of the store is lost', async () => {
    await yard.hear(serving, look);
    yard.store.failAppends('reply-lost');
    await yard.hear(lookUp);
    expect(await yard.revisions(deploy)).toHaveLength(1);
  });
});

describe('A build that was re-opened around the deploy', () => {
  const failed = aBuild({ state: 'failed', finishedAt: '2026-11-23T11:50:00.000Z' });
  const running = aBuild({ state: 'running', finishedAt: null });
  const before = aBuildObserved({ lookedAt: '2026-11-23T11:59:00.000Z', build: failed });
  const after = aBuildObserved({ build: running });
  const retriedAt = (at: string) => aBuildJobsObserved({ actions: [{ at, by: 'retry' }] });
  const told = async () =>
    (await yard.revisions(deploy)).map(({ content, because }) => {
      const [build] = content.builds;
      return [build?.state, build?.certainty, because.map(({ type }) => type)];
    });

  it('is uncertain until its jobs tell when, and observed if that was afterwards', async () => {
    await yard.hear(serving, before, after, lookUp);
    await yard.hear(retriedAt('2026-11-23T12:00:00.500Z'));
    expect(await told()).toEqual([
      ['failed', 'uncertain', [lookUp.type]],
      ['failed', 'observed', ['sleuth.build-jobs-observed.v1']],
    ]);
    const [, corrected] = await yard.revisions(deploy);
    expect(corrected?.changes).toEqual([
      { what: 'build-changed', build: acme.build, field: 'certainty', from: 'uncertain', to: 'observed' },
    ]);
  });

  it('goes by its instants if that was by then', async () => {
    await yard.hear(serving, before, after, lookUp, retriedAt('2026-11-23T11:59:30.000Z'));
    expect((await told()).at(-1)?.slice(0, 2)).toEqual(['running', 'derived']);
  });

  it('has one revision when its jobs were known before', async () => {
    await yard.hear(serving, retriedAt('2026-11-23T12:00:00.500Z'), before, after, lookUp);
    expect(await told()).toEqual([['failed', 'observed', [lookUp.type]]]);
  });

  it('stays uncertain when its jobs do not tell all', async () => {
    const actions = [{ at: '2026-11-23T12:00:00.500Z', by: 'retry' as const }];
    await yard.hear(serving, before, after, lookUp, aBuildJobsObserved({ actions, actionsComplete: false }));
    expect(await told()).toEqual([['failed', 'uncertain', [lookUp.type]]]);
  });
});

it('What the jobs of a build tell changes nothing when the build was not re-opened', async () => {
  await yard.hear(
    serving,
    look,
    lookUp,
    aBuildJobsObserved({ actions: [{ at: acme.deployedAt, by: 'retry' }] }),
  );
  expect(await yard.revisions(deploy)).toHaveLength(1);
});
