import { globSync } from 'node:fs';
import { compose } from './compose-file.js';
import { root, textOf } from './repository.js';

const configuration = textOf('deploy/router/nginx.conf');
const [, rows = ''] = /map \$uri \$service \{([^}]*)\}/.exec(configuration) ?? [];
const map = [...rows.matchAll(/^\s*(\S+)\s+(\w+);$/gm)].map(([, pattern = '', service = '']) => ({
  pattern,
  service,
}));

/** Who gets a path, as nginx reads the map: the first pattern that fits, else the default. */
function serviceOf(path: string): string | undefined {
  const fits = map.find(({ pattern }) => pattern.startsWith('~') && new RegExp(pattern.slice(1)).test(path));
  return (fits ?? map.find(({ pattern }) => pattern === 'default'))?.service;
}

describe('the prefix router', () => {
  it.each([
    ['/v1/organizations/acme/integrations/buildkite', 'connections'],
    ['/v1/organizations/acme/integrations/buildkite/connections/1/token', 'connections'],
    ['/v1/organizations/acme/integrations/buildkite/default-build-servers/shop', 'connections'],
    ['/v1/organizations/acme/collection/1', 'builds'],
    ['/v1/webhooks/buildkite/1', 'builds'],
    ['/v1/organizations/acme/projects', 'deploys'],
    ['/v1/organizations/acme/projects/integrations/environments', 'deploys'],
    ['/v1/organizations/integrations/deploys', 'deploys'],
    ['/v1/organizations/acme/deploys/1/builds', 'deploys'],
    ['/v1/organizations/acme/integrationsx', 'deploys'],
    ['/api/1/deployments/acme/shop/register_deploy', 'deploys'],
    ['/docs', 'deploys'],
    ['/', 'deploys'],
  ])('gives %s to %s', (path, service) => {
    expect(serviceOf(path)).toBe(service);
  });

  const controllers = globSync('services/*/src/**/*.controller.ts', { cwd: root }).map((file) => {
    const [, path = ''] = /@Controller\(\s*'([^']*)'/.exec(textOf(file)) ?? [];
    return [path.replaceAll(/:\w+/g, 'x'), file.split('/')[1] ?? ''] as const;
  });

  it.each(controllers)('gives what is below %s to %s, which has it', (path, service) => {
    expect(serviceOf(`/${path}`)).toBe(service);
    expect(serviceOf(`/${path}/x`)).toBe(service);
  });

  it('knows every controller', () => {
    expect(controllers.length).toBeGreaterThan(6);
    expect(controllers.filter(([path]) => path === '')).toEqual([]);
  });

  it('leads to services that there are, where they listen', () => {
    for (const { service } of map) expect(compose.services[service]?.environment?.['PORT']).toBe(8080);
    expect(configuration.match(/proxy_pass http:\/\/\$\w+:\d+/g)).toEqual([
      'proxy_pass http://$service:8080',
      'proxy_pass http://$described:8080',
    ]);
  });

  it('is the one proxy that services believe, and says who the client is itself', () => {
    expect(configuration).toContain('proxy_set_header X-Forwarded-For $remote_addr;');
    expect(compose.services['deploys']?.environment?.['TRUSTED_PROXIES']).toBe(1);
  });

  it('logs no addresses and passes bodies on as they come', () => {
    expect(configuration).toMatch(/access_log off;[^]*proxy_request_buffering off;/);
  });

  it('says in the way of the API that a service is away', () => {
    const [, problem = '{}'] = /return 503 '(.*)\\n'/.exec(configuration) ?? [];
    expect(JSON.parse(problem)).toMatchObject({ status: 503, code: 'service-unavailable' });
  });
});

describe('the ports of the engines', () => {
  it('lead each to the engine that is published there', () => {
    const rowsOf = [...textOf('deploy/engine-ports/nginx.conf').matchAll(/^\s*(\d+)\s+([a-z]+):(\d+);$/gm)];
    expect(rowsOf.map(([, port]) => `127.0.0.1:${port}:${port}`)).toEqual(
      compose.services['engine-ports']?.ports,
    );
    for (const [, port, engine = '', target] of rowsOf) {
      expect(target).toBe(port);
      expect(compose.services[engine]?.networks).toEqual(['engines']);
    }
  });
});
