import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { compose, ours } from './compose-file.js';
import { manifest, root, textOf } from './repository.js';

const lines = textOf('deploy/Dockerfile')
  .replaceAll(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));

/** What is copied from the repository, without what comes from another stage. */
const sources = lines
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap((line) => line.split(/\s+/).slice(1, -1))
  .filter((word) => !word.startsWith('--'));

describe('deploy/Dockerfile', () => {
  it('stands on the Node.js that package.json brings, in every stage', () => {
    expect(lines[0]).toBe(`ARG NODE_IMAGE=node:${manifest.devDependencies['node']}-trixie-slim`);
    for (const line of lines.filter((text) => text.startsWith('FROM ')))
      expect(line).toMatch(/^FROM \$\{NODE_IMAGE\}/);
  });

  it('copies files that there are and that .dockerignore lets in', () => {
    const ignore = textOf('.dockerignore').split('\n');
    expect(sources.length).toBeGreaterThan(8);
    for (const source of sources) {
      expect({ source, there: existsSync(join(root, source)) }).toEqual({ source, there: true });
      expect(ignore).toContain(`!${source}`);
    }
    expect(ignore.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1))).toEqual(
      expect.arrayContaining([...new Set(sources)]),
    );
  });

  it('lets in nothing that it does not copy', () => {
    const allowed = textOf('.dockerignore').match(/^!.+$/gm) ?? [];
    expect(allowed.filter((rule) => !sources.includes(rule.slice(1)))).toEqual([]);
  });

  it('leaves development behind: its packages, and what could install others', () => {
    expect(last).toContain('COPY --from=dependencies /app/node_modules node_modules');
    expect(lines.slice(lines.indexOf('FROM ${NODE_IMAGE} AS dependencies'))).toContain(
      'RUN npm ci --omit=dev --no-progress',
    );
    expect(last.find((line) => line.startsWith('RUN '))).toMatch(
      /rm -rf .*node_modules .*bin\/npm .*bin\/npx /,
    );
    expect(textOf('.npmrc').split('\n')).toContain('ignore-scripts=true');
  });

  it('runs as nobody, and as the user that compose names', () => {
    const users = last.filter((line) => line.startsWith('USER '));
    expect(users).toEqual(['USER 65532:65532']);
    expect(ours.map(([, { user }]) => `USER ${user}`)).toEqual(ours.map(() => users[0]));
    expect(last.indexOf('USER 65532:65532')).toBeGreaterThan(
      last.findLastIndex((line) => /^(COPY|RUN) /.test(line)),
    );
  });

  it('makes the folders of files that get a mode, which COPY would give to the folder as well', () => {
    const copies = [...textOf('deploy/Dockerfile').matchAll(/^COPY --chmod=\d+ .* \.\/(\w+)\/$/gm)];
    expect(copies.map(([, folder]) => folder)).toEqual(['deploy']);
    for (const [, folder] of copies)
      expect(textOf('deploy/Dockerfile')).toContain(`install -d -m 755 /app/${folder}`);
  });

  it('starts node itself, so that signals reach it', () => {
    expect(last.find((line) => line.startsWith('ENTRYPOINT'))).toMatch(/^ENTRYPOINT \["node", /);
    expect(last.find((line) => line.startsWith('CMD'))).toMatch(/^CMD \["dist\//);
  });

  it('fetches nothing by hand and takes no secret', () => {
    expect(
      lines.filter((line) => /^ADD |curl|wget|https?:|--mount=type=secret|PASSWORD|TOKEN/.test(line)),
    ).toEqual([]);
  });
});

describe('what the image starts', () => {
  const commands = ours.map(([name, { command = [] }]) => [name, command[0] ?? ''] as const);
  const [, standard = ''] = /^CMD \["(.*)"\]$/m.exec(textOf('deploy/Dockerfile')) ?? [];

  it.each([...commands, ['a container without a command', standard] as const])(
    'for %s, %s, is built from a source that the image has',
    (_name, entry) => {
      const source = entry.replace(/^dist\//, '').replace(/\.js$/, '.ts');
      expect({ entry, built: existsSync(join(root, entry)) }).toEqual({ entry, built: true });
      expect({ source, there: existsSync(join(root, source)) }).toEqual({ source, there: true });
      expect(sources.some((folder) => source.startsWith(`${folder}/`))).toBe(true);
    },
  );

  it.each(ours.filter(([, { healthcheck }]) => healthcheck?.test))(
    'lets %s be asked how it is',
    (_name, service) => {
      expect(service.healthcheck?.test).toEqual(['CMD', 'node', 'deploy/health.mjs']);
      expect(sources).toContain('deploy/health.mjs');
    },
  );

  it('keeps what the demo makes', () => {
    expect(last.find((line) => line.startsWith('ENV '))).toMatch(/HOST=0\.0\.0\.0\s+DATA_DIR=\/data$/);
    expect(compose.services['demo']?.volumes).toEqual(['demo-data:/data']);
  });

  it('needs no package that is there for development alone', () => {
    const files = globSync(['services/**/*.ts', 'libs/**/*.ts', 'test/standins/buildkite/**/*.ts'], {
      cwd: root,
    }).filter((file) => !/\.(spec|contract)\.ts$|\/testing\//.test(file));
    const missing = files.flatMap((file) =>
      packagesOf(textOf(file))
        .filter((name) => !Object.hasOwn(manifest.dependencies, name))
        .map((name) => `${file} → ${name}`),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });
});

/** Packages that a source imports when it runs; types are gone by then. */
function packagesOf(source: string): string[] {
  const imports = source.matchAll(
    /^(?:import|export)(?! type\b)(?:[^;']*? from)? '([^'.#][^']*)'|\bimport\('([^'.#][^']*)'\)/gm,
  );
  return [...imports]
    .map(([, fixed, dynamic]) => fixed ?? dynamic ?? '')
    .filter((name) => !name.startsWith('node:'))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
}
