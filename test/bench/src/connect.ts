import type { AddedToken, BuildkiteControl } from '../../standins/buildkite/testing/control.js';
import type { RunningProduct } from './running-product.js';

/** A project with a code deployment of `github.com/acme/shop` whose builds are read through a connection; gives its id. */
export async function connect({ request }: RunningProduct, buildkite: BuildkiteControl): Promise<string> {
  const token: AddedToken = await buildkite.addToken();
  await request('POST', '/projects', { name: 'Shop' });
  await request('POST', '/projects/shop/code-deployments', {
    name: 'Shop',
    repository: 'git@github.com:acme/shop.git',
  });
  const { id: connection } = await request<{ id: string }>('POST', '/integrations/buildkite/connections', {
    label: 'Bench',
    token: token.value,
  });
  const set = () => request('PUT', '/integrations/buildkite/default-build-servers/shop', { connection });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await set();
      return connection;
    } catch (error) {
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
