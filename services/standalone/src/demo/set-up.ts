import { until, type DemoApi } from './demo-api.js';

const minutes = 60_000;

/** Which commits of the stand-in's world were deployed where, and how long ago (milliseconds). */
const plannedDeploys = [
  { message: 'Sell gift cards', environment: 'production', ago: 170 * minutes },
  { message: 'Round prices half up', environment: 'staging', ago: 110 * minutes },
  { message: 'Show stock of the day', environment: 'production', ago: 60 * minutes },
  { message: 'Ship to Iceland', environment: 'production', ago: 0 },
] as const;

interface World {
  readonly commits: readonly {
    readonly commit: string;
    readonly message: string | null;
    readonly repository: string;
  }[];
}

/** Connects the stand-in and registers deploys, as an admin and a CI script would; what is there already stays. */
export async function setUp(api: DemoApi, buildkite: string, token: string): Promise<void> {
  await api('POST', '/projects', { name: 'Shop' });
  await api('POST', '/projects/shop/environments', { name: 'Staging' });
  await api('POST', '/projects/shop/code-deployments', {
    name: 'Shop',
    repository: 'git@github.com:acme/shop.git',
  });
  await api('POST', '/integrations/buildkite/connections', { label: 'Demo', token });
  const connections = await api<{ items: { id: string }[] }>('GET', '/integrations/buildkite/connections');
  const connection = connections.body.items[0]?.id;
  await until(async () => {
    const set = await api('PUT', '/integrations/buildkite/default-build-servers/shop', { connection });
    return set.status === 200 ? true : undefined;
  });
  await registerDeploys(api, buildkite);
}

async function registerDeploys(api: DemoApi, buildkite: string): Promise<void> {
  const { body } = await api<{ items: unknown[] }>('GET', '/deploys');
  if (body.items.length > 0) return;
  const { commits } = (await (await fetch(`${buildkite}/_control/world`)).json()) as World;
  for (const { message, environment, ago } of plannedDeploys) {
    const commit = commits.find((known) => known.message === message && known.repository.includes('shop'));
    if (!commit) continue;
    const deployedAt = new Date(Date.now() - ago).toISOString();
    await api('POST', '/deploys', { codeDeployment: 'shop', environment, sha: commit.commit, deployedAt });
  }
}
