import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { get } from '../../testing/api.js';
import { sha } from '../../testing/a-build.js';
import { startBuildkiteStandIn, type RunningBuildkite, type StandInOptions } from '../../testing/start.js';
import { at } from '../build/at.js';
import { Builds } from '../build/builds.js';
import { Organizations } from '../organization/organizations.js';
import { Pipelines } from '../pipeline/pipelines.js';
import { Tokens } from '../token/tokens.js';
import { WorldFile } from './world-file.js';
import { World } from './world.js';

const FILE = 'buildkite-stand-in.json';
let dataDir: string;
let running: RunningBuildkite | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'buildkite-stand-in-'));
});

afterEach(async () => {
  await running?.close();
  running = undefined;
  await rm(dataDir, { recursive: true });
});

/** Starts a stand-in on the data folder; the one that runs is ended first. */
async function start(options: StandInOptions = {}): Promise<RunningBuildkite> {
  await running?.close();
  running = undefined;
  running = await startBuildkiteStandIn({ dataDir, ...options });
  return running;
}

describe('the world of a stand-in with a data folder', () => {
  it('is there again after a restart: organizations, tokens, pipelines, and builds that went on meanwhile', async () => {
    const first = await start();
    const token = await first.addToken();
    const dead = await first.addToken();
    await get(first, '/v2/access-token', dead, 'DELETE');
    await first.addPipeline('app');
    const { id } = await first.addBuild({
      pipeline: 'app',
      commit: sha(1),
      createdAt: '-1m',
      script: [at('0s').running(), at('2m').passed()],
    });
    await first.extendBuild(id, [at('3m').retried()]);

    const second = await start({ startAt: '2026-03-01T12:01:00Z' });
    const [build] = (await get<unknown[]>(second, '/v2/organizations/acme/builds', token)).body;
    expect(build).toMatchObject({ id, state: 'passed', finished_at: '2026-03-01T12:01:00.000Z' });
    expect(await second.truthAt(id, '1m')).toMatchObject({ state: 'running' });
    expect((await get(second, '/v2/access-token', dead)).status).toBe(401);
    expect((await second.addBuild({ pipeline: 'app', commit: sha(1) })).number).toBe(2);
  });

  it('lies in one file that holds no token', async () => {
    const standIn = await start();
    const { value } = await standIn.addToken();
    expect(await readdir(dataDir)).toEqual([FILE]);
    const text = await readFile(join(dataDir, FILE), 'utf8');
    expect(text).toContain('"acme"');
    expect(text).not.toContain(value);
  });

  it('is not begun anew over a file that cannot be read', async () => {
    await writeFile(join(dataDir, FILE), '{"organizations": [');
    await expect(start()).rejects.toThrow(SyntaxError);
    expect(await readFile(join(dataDir, FILE), 'utf8')).toBe('{"organizations": [');
  });
});

describe('writing the world', () => {
  const world = (): [World, Organizations] => {
    const organizations = new Organizations();
    return [new World(organizations, new Tokens(), new Pipelines(), new Builds()), organizations];
  };
  const add = (organizations: Organizations, slug: string): void => {
    organizations.put({ id: slug, slug, name: slug, createdAtMs: 0 });
  };
  const kept = async (): Promise<string[]> => {
    const { organizations } = JSON.parse(await readFile(join(dataDir, FILE), 'utf8')) as {
      organizations: { slug: string }[];
    };
    return organizations.map(({ slug }) => slug);
  };

  it('has happened when the promise resolves, for every one of many that come together', async () => {
    const [content, organizations] = world();
    const file = new WorldFile(content, dataDir);
    const saves = ['a', 'b', 'c'].map(async (slug) => {
      add(organizations, slug);
      await file.save();
      expect(await kept()).toContain(slug);
    });
    await Promise.all(saves);
    add(organizations, 'd');
    await file.save();
    expect(await kept()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('never runs twice at a time, however the calls come', async () => {
    const [content, organizations] = world();
    const file = new WorldFile(content, dataDir);
    const slugs = Array.from({ length: 60 }, (_, index) => `organization-${String(index)}`);
    const saves: Promise<void>[] = [];
    for (const slug of slugs) {
      add(organizations, slug);
      saves.push(file.save());
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(saves);
    expect(await kept()).toEqual(slugs);
    expect(await readdir(dataDir)).toEqual([FILE]);
  });

  it('fails loudly when the folder is gone, and works again when it is back', async () => {
    const [content, organizations] = world();
    const file = new WorldFile(content, join(dataDir, 'gone'));
    await expect(file.save()).rejects.toThrow('ENOENT');
    await file.load();
    add(organizations, 'a');
    await file.save();
    expect(await readdir(join(dataDir, 'gone'))).toEqual([FILE]);
  });

  it('does nothing without a folder', async () => {
    const [content] = world();
    const file = new WorldFile(content, undefined);
    await file.load();
    await file.save();
    expect(content.isEmpty).toBe(true);
  });
});
