import { eventually } from './setting/eventually.js';
import type { CollectionReply } from './setting/replies.js';
import { Scene } from './setting/scene.js';
import { Stage } from './setting/stage.js';

describe('how the collection of a connection goes', () => {
  let stage: Stage;
  let scene: Scene;
  let connection: string;
  /** A Buildkite organization that is closed to the token from its first cycle on. */
  let closed: string;

  beforeAll(async () => {
    stage = await Stage.set();
    scene = await Scene.open(stage.product, stage.buildkite);
    closed = `${scene.buildkiteOrganization}-closed`;
    await stage.buildkite.addOrganization(closed);
    await scene.addProject();
    const organizations = [closed, scene.buildkiteOrganization];
    const token = await stage.buildkite.addToken({ label: 'of two organizations', organizations });
    connection = (await scene.connect('Buildkite', token)).id;
    await stage.buildkite.changeToken(token.label, { organizations: organizations.slice(1) });
    await scene.setDefaultBuildServer(connection);
  }, 60_000);

  afterAll(() => stage.clear(), 30_000);

  const collection = () => scene.accept<CollectionReply>(200, scene.api.collection('GET', `/${connection}`));
  /** Both Buildkite organizations, the one that opens and the one that does not, once both were tried. */
  const both = () =>
    eventually(async () => {
      const { lagSeconds, buildkiteOrganizations: shown } = await collection();
      const of = (slug: string) => shown.find((organization) => organization.slug === slug);
      const [open, shut] = [of(scene.buildkiteOrganization), of(closed)];
      if (!open?.readUpTo || !shut?.failing) throw new Error(`Not tried yet: ${JSON.stringify(shown)}`);
      return { lagSeconds, open, shut };
    });

  it('shows what is left of the limits of the user and of each Buildkite organization', async () => {
    const { open } = await both();
    const { requestBudget } = await collection();
    expect(requestBudget).toMatchObject({ limit: 50, ceiling: 40, limitedForMs: 0 });
    expect(requestBudget?.used).toBeGreaterThan(open.requestBudget?.used ?? 0);
    expect(open.requestBudget).toMatchObject({ limit: 200, ceiling: 160, limitedForMs: 0 });
    expect(open.requestBudget?.used).toBeGreaterThanOrEqual(3);
    expect(open.requestBudget?.remaining).toBeLessThanOrEqual(197);
  });

  it('is behind for as long as one of them has never been read, and says why', async () => {
    const before = await both();
    await stage.pass(3);
    await eventually(async () => {
      const { lagSeconds, open, shut } = await both();
      expect(open.lagSeconds).toBeLessThanOrEqual(60);
      expect(shut).toMatchObject({ readUpTo: null, failing: { code: 'organization-not-accessible' } });
      expect(shut.lagSeconds).toBe((before.shut.lagSeconds ?? 0) + 180);
      expect(lagSeconds).toBe(shut.lagSeconds);
    });
  }, 60_000);
});
