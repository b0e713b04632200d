import { DeploysApi } from '../testing/deploys-api.js';
import { Yard } from '../testing/yard.js';

let yard: Yard;
let api: DeploysApi;

beforeEach(async () => {
  yard = await Yard.open();
  api = await DeploysApi.open(yard);
});
afterEach(async () => {
  await api.close();
  await yard.close();
});

const web = { name: 'Shop web', repository: 'git@github.com:acme/shop.git' };
const create = (name = 'Shop') => api.send('post', '/projects', { name });

interface Listed {
  readonly items: readonly { readonly slug: string }[];
  readonly next: string | null;
}

describe('…/projects', () => {
  it('are created with a slug of their name and an environment production', async () => {
    const { status, body, headers } = await create('Shop (new)');
    expect(status).toBe(201);
    expect(body).toEqual({
      slug: 'shop-new',
      name: 'Shop (new)',
      environments: [{ slug: 'production', name: 'Production', isDefault: true }],
      codeDeployments: [],
    });
    expect(headers['location']).toBe('/v1/organizations/acme/projects/shop-new');
    expect((await api.send('get', '/projects/shop-new', undefined, 'viewer')).body).toEqual(body);
  });

  it('have slugs of their own', async () => {
    await create();
    const { status, body } = await create('SHOP');
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'slug-taken' });
  });

  it('are listed by slug, a page at a time', async () => {
    for (const name of ['Shop', 'Api', 'Docs', 'Blog']) await create(name);
    const first = (await api.send('get', '/projects?limit=3')).body as Listed;
    expect(first.items.map(({ slug }) => slug)).toEqual(['api', 'blog', 'docs']);
    const second = (await api.send('get', `/projects?limit=3&after=${first.next}`)).body as Listed;
    expect(second).toMatchObject({ items: [{ slug: 'shop' }], next: null });
  });

  it('are refused a cursor of another list', async () => {
    expect((await api.send('get', '/projects?after=WyJhIl0.nonsense')).body).toMatchObject({
      code: 'invalid-cursor',
    });
  });

  it.each(['nothing', '__proto__', 'constructor'])('know none by the name of %s', async (slug) => {
    const { status, body } = await api.send('get', `/projects/${slug}`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'project-not-found' });
  });

  it('are created by admins only', async () => {
    expect((await api.send('post', '/projects', { name: 'Shop' }, 'deployer')).status).toBe(403);
  });
});

describe('…/environments', () => {
  it('are added, oldest first', async () => {
    await create();
    const added = await api.send('post', '/projects/shop/environments', { name: 'Staging (EU)' });
    expect(added.status).toBe(201);
    expect(added.body).toEqual({ slug: 'staging-eu', name: 'Staging (EU)', isDefault: false });
    const { body } = await api.send('get', '/projects/shop/environments');
    expect(body).toMatchObject([{ slug: 'production', isDefault: true }, { slug: 'staging-eu' }]);
  });

  it('have slugs of their own in their project', async () => {
    await create();
    const { body } = await api.send('post', '/projects/shop/environments', { name: 'Production' });
    expect(body).toMatchObject({ code: 'slug-taken' });
  });
});

describe('…/code-deployments', () => {
  const path = '/projects/shop/code-deployments';

  beforeEach(async () => {
    await create();
    await create('Docs');
  });

  it('are added with the repository in one form', async () => {
    const { status, body, headers } = await api.send('post', path, { ...web, branch: 'main' });
    expect(status).toBe(201);
    expect(body).toEqual({
      slug: 'shop-web',
      name: 'Shop web',
      project: 'shop',
      repository: 'github.com/acme/shop',
      branch: 'main',
    });
    expect(headers['location']).toBe(`/v1/organizations/acme${path}/shop-web`);
  });

  it('are listed by slug, those of their project', async () => {
    await api.send('post', path, web);
    await api.send('post', path, { ...web, slug: 'a-first' });
    await api.send('post', '/projects/docs/code-deployments', { ...web, slug: 'docs-site' });
    expect((await api.send('get', path)).body).toMatchObject([{ slug: 'a-first' }, { slug: 'shop-web' }]);
    expect((await api.send('get', '/projects/nothing/code-deployments')).status).toBe(404);
  });

  it('are not found in another project', async () => {
    await api.send('post', path, web);
    for (const method of ['get', 'delete'] as const) {
      const { status, body } = await api.send(method, '/projects/docs/code-deployments/shop-web');
      expect(status).toBe(404);
      expect(body).toMatchObject({ code: 'code-deployment-not-found' });
    }
  });

  it('are changed as a whole: a branch that is left out is any', async () => {
    await api.send('post', path, { ...web, branch: 'main' });
    const changed = { name: 'Front end', repository: 'https://github.com/acme/front' };
    const { status, body } = await api.send('put', `${path}/shop-web`, changed);
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'Front end', repository: 'github.com/acme/front', branch: null });
  });

  it('are removed, and their slug is free again', async () => {
    await api.send('post', path, web);
    expect((await api.send('delete', `${path}/shop-web`)).status).toBe(204);
    expect((await api.send('get', `${path}/shop-web`)).status).toBe(404);
    expect((await api.send('post', path, web)).status).toBe(201);
  });

  it('need the address of a repository', async () => {
    const { status, body } = await api.send('post', path, { name: 'Shop web', repository: 'somewhere' });
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ pointer: '/repository' }] });
  });
});
