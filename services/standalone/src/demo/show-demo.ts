import { until, demoApi } from './demo-api.js';
import { organization } from './demo-secrets.js';
import { deploysTable, type ShownDeploy, type ShownSnapshot } from './deploys-table.js';
import { setUp } from './set-up.js';

export interface DemoParts {
  /** Base addresses. */
  readonly api: string;
  readonly management: string;
  readonly buildkite: string;
  readonly apiKey: string;
  readonly buildkiteToken: string;
  readonly say: (text: string) => void;
}

/** Sets the demo up as soon as the services answer, and shows the deploys with their builds and where to look next. */
export async function showDemo({
  api,
  management,
  buildkite,
  apiKey,
  buildkiteToken,
  say,
}: DemoParts): Promise<void> {
  await until(async () => ((await fetch(`${management}/health/ready`)).ok ? true : undefined));
  const request = demoApi(api, apiKey);
  say('▸ Connecting it, registering deploys and collecting their builds …');
  await setUp(request, buildkite, buildkiteToken);
  const { body } = await request<{ items: ShownDeploy[] }>('GET', '/deploys');
  const rows = [];
  for (const deploy of body.items) rows.push(await until(() => takenSnapshot(deploy)));
  say(deploysTable(rows));
  say(nextSteps(api, apiKey, rows[0]?.deploy.id ?? ''));

  async function takenSnapshot(deploy: ShownDeploy): Promise<ShownSnapshot | undefined> {
    const snapshot = await request<ShownSnapshot>('GET', `/deploys/${deploy.id}/builds`);
    return snapshot.body.status === 'taken' ? snapshot.body : undefined;
  }
}

function nextSteps(api: string, apiKey: string, deploy: string): string {
  const builds = `${api}/v1/organizations/${organization}/deploys/${deploy}/builds`;
  return [
    `API, to read and try:       ${api}/docs`,
    `Builds of the newest deploy: curl -H 'Authorization: Bearer ${apiKey}' ${builds}`,
    `… as they are now:          curl -H 'Authorization: Bearer ${apiKey}' '${builds}?view=latest'`,
    'Builds at the stand-in go on for some minutes: ask for the latest again. Ctrl-C ends the demo and keeps its data.',
  ].join('\n');
}
