import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { BuildkiteControl } from '../../standins/buildkite/testing/control.js';

const script = fileURLToPath(new URL('../../standins/buildkite/src/main.js', import.meta.url));
const unlimited = '1000000';

/** A stand-in in a process of its own that answers after 100 ms, without rate limits. */
export async function startBuildkite(): Promise<BuildkiteControl & { stop(): void }> {
  const child = fork(script, {
    env: {
      ...process.env,
      PORT: '0',
      CLOCK: 'real',
      USER_RATE_LIMIT: unlimited,
      ORGANIZATION_RATE_LIMIT: unlimited,
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (!child.stdout) throw new Error('The stand-in has no output.');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const control = new BuildkiteControl((JSON.parse(line) as { listening: string }).listening);
  await control.addOrganization('acme-builds');
  await control.addPipeline({
    slug: 'shop',
    organization: 'acme-builds',
    repository: 'git@github.com:acme/shop.git',
  });
  return Object.assign(control, { stop: () => void child.kill() });
}
