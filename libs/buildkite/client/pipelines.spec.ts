import { OrganizationNotAccessible } from '../errors.js';
import { inTurn, json } from '../testing/api.js';
import { pipelineJson } from '../testing/payloads.js';
import { startSession, type TestSession } from '../testing/session.js';
import { pipelinesOf } from './pipelines.js';

describe('the pipelines of a repository', () => {
  let given: TestSession;

  beforeEach(async () => {
    given = await startSession();
  });

  afterEach(() => given.close());

  const read = (repository = 'github.com/acme/web') =>
    pipelinesOf(
      given.session,
      given.address,
      { organization: 'acme', repository },
      { priority: 'background' },
    );
  const building = (id: string, repository: string | null) => pipelineJson({ id, slug: id, repository });

  it('are asked for by owner and name, in whatever form Buildkite keeps the address', async () => {
    await read();
    const [request] = given.api.requests;
    expect(request?.path).toBe('/v2/organizations/acme/pipelines');
    expect(Object.fromEntries(request?.query ?? [])).toEqual({ per_page: '100', repository: 'acme/web' });
  });

  it('are asked for with all groups of a group', async () => {
    await read('gitlab.com/acme/tools/web');
    expect(given.api.requests[0]?.query.get('repository')).toBe('acme/tools/web');
  });

  it('are those whose repository is the same, not those that merely contain its name', async () => {
    given.api.answer(
      json(200, [
        building('ssh', 'git@github.com:acme/web.git'),
        building('https', 'https://GitHub.com/Acme/Web/'),
        building('longer', 'git@github.com:acme/web-admin.git'),
        building('other-host', 'git@gitlab.com:acme/web.git'),
        building('other-owner', 'git@github.com:not-acme/web.git'),
        building('none', null),
        'nonsense',
      ]),
    );
    expect((await read()).map(({ id }) => id)).toEqual(['ssh', 'https']);
  });

  it('carry what is needed to ask for their builds, and nothing secret', async () => {
    given.api.answer(json(200, [pipelineJson({ archived_at: '2026-01-01T00:00:00Z' })]));
    expect(await read()).toEqual([
      { id: 'pipeline-web', slug: 'web', name: 'Web :globe:', repository: 'github.com/acme/web' },
    ]);
  });

  it('come from all pages, each once', async () => {
    const next = `<${given.address.href}/organizations/acme/pipelines?page=2>; rel="next"`;
    const [one, two] = ['one', 'two'].map((id) => building(id, 'git@github.com:acme/web.git'));
    given.api.answer(inTurn(json(200, [one], { link: next }), json(200, [one, two])));
    expect((await read()).map(({ id }) => id)).toEqual(['one', 'two']);
    expect(given.api.requests).toHaveLength(2);
  });

  it('are hidden with their organization', async () => {
    given.api.answer(json(404, { message: 'No organization found' }));
    await expect(read()).rejects.toThrow(OrganizationNotAccessible);
  });
});
