import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { Authenticator, readConfig, type Environment } from '#libs/platform';
import { compose, composeText, onEngines, services } from './compose-file.js';
import { root, textOf } from './repository.js';

const run = promisify(execFile);
const script = join(root, 'deploy/secrets.mjs');

describe('the secrets of docker-compose.yml', () => {
  const names = Object.keys(compose.secrets);

  it('lie in the folder that git and the image never see', () => {
    for (const name of names) expect(compose.secrets[name]).toEqual({ file: `secrets/${name}` });
    expect(textOf('.gitignore').split('\n')).toContain('secrets/');
    expect(textOf('.dockerignore').split('\n')).toContain('*');
    expect(textOf('.dockerignore')).not.toMatch(/^!.*secrets/m);
  });

  it('are each given to somebody, and read where they are put', () => {
    const given = new Set(services.flatMap(([, { secrets = [] }]) => secrets));
    expect([...given].sort()).toEqual([...names].sort());
    for (const [, { secrets = [], environment = {} }] of services) {
      const read = Object.values(environment).filter((value) => String(value).startsWith('/run/secrets/'));
      expect(secrets).toEqual(expect.arrayContaining(read.map((path) => basename(String(path)))));
    }
  });

  it('are given to no one who has no use for them', () => {
    const having = (secret: string) =>
      services.filter(([, { secrets = [] }]) => secrets.includes(secret)).map(([name]) => name);
    expect(having('vault-keys').sort()).toEqual(onEngines.map(([name]) => name).sort());
    expect(having('mongo-root-password').sort()).toEqual(['mongo', 'mongo-replica-set']);
    expect(having('mongo-keyfile')).toEqual(['mongo']);
  });

  it('stand nowhere in the file', () => {
    const harmless = ['BUILDKITE_API_URL', 'PUBLIC_URL'];
    const secretive = /(PASSWORD|SECRET|TOKEN|KEYS?|URI|URL)$/;
    const inline = services.flatMap(([, { environment = {} }]) =>
      Object.keys(environment).filter((name) => secretive.test(name) && !harmless.includes(name)),
    );
    expect(inline).toEqual([]);
    expect(composeText).not.toMatch(/:\/\/[^/\s]*:[^/\s]*@/);
  });
});

describe('deploy/secrets.mjs', () => {
  let parent: string;
  let folder: string;
  let said: string;

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'secrets-'));
    folder = join(parent, 'secrets');
    ({ stdout: said } = await run('bash', [
      '-c',
      `umask 077 && exec "${process.execPath}" "${script}" acme "${folder}"`,
    ]));
  });
  afterAll(() => rm(parent, { recursive: true }));

  it('makes every secret that compose names', async () => {
    expect(await readdir(folder)).toEqual(expect.arrayContaining(Object.keys(compose.secrets)));
  });

  it('lets containers read theirs, whatever the umask, and nobody else into the folder', async () => {
    const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    expect(await modeOf(folder)).toBe('700');
    for (const name of Object.keys(compose.secrets)) expect(await modeOf(join(folder, name))).toBe('444');
    for (const name of ['admin-key', 'mongodb-uri-on-host'])
      expect(await modeOf(join(folder, name))).toBe('400');
  });

  it.each(onEngines)('makes what %s starts with', (_name, { environment = {} }) => {
    const variables = Object.entries(environment).map(([name, value]) => [name, String(value ?? '')]);
    const config = readConfig(Object.fromEntries(variables) as Environment, (path) =>
      readFileSync(path.replace('/run/secrets', folder), 'utf8'),
    );
    expect(config).toMatchObject({ port: 8080, managementPort: 9090, host: '0.0.0.0', trustedProxies: 1 });
    expect(config.kafkaBrokers).toEqual(['kafka:19092']);
    expect(config.eventStoreUrl?.reveal()).toBe('esdb://eventstore:2113?tls=false');
    expect(config.mongodbUri?.reveal()).toMatch(
      /^mongodb:\/\/build-snapshots:[\w-]{43}@mongo:27017\/build_snapshots\?replicaSet=rs0$/,
    );
  });

  it('prints an admin key that its entry recognises', async () => {
    const key = /bsk_\S+/.exec(said)?.[0] ?? '';
    const entries = readConfig({ API_KEYS_FILE: join(folder, 'api-keys') }).apiKeys ?? [];
    expect(new Authenticator(entries).authenticate(key)).toMatchObject({
      organization: 'acme',
      role: 'admin',
    });
    expect((await readFile(join(folder, 'admin-key'), 'utf8')).trim()).toBe(key);
  });

  it('gives each place the same password of MongoDB, and each start another', async () => {
    const password = (await readFile(join(folder, 'mongo-password'), 'utf8')).trim();
    for (const name of ['mongodb-uri', 'mongodb-uri-on-host'])
      expect(await readFile(join(folder, name), 'utf8')).toContain(`:${password}@`);
    const other = join(parent, 'other');
    await run(process.execPath, [script, 'acme', other]);
    for (const name of ['mongo-password', 'mongo-keyfile', 'vault-keys', 'admin-key'])
      expect(await readFile(join(other, name), 'utf8')).not.toBe(await readFile(join(folder, name), 'utf8'));
  });

  it('never overwrites', async () => {
    const before = await readFile(join(folder, 'vault-keys'), 'utf8');
    await expect(run(process.execPath, [script, 'acme', folder])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Nothing was changed') as string,
    });
    expect(await readFile(join(folder, 'vault-keys'), 'utf8')).toBe(before);
    const file = join(parent, 'file');
    await writeFile(file, 'mine');
    await expect(run(process.execPath, [script, 'acme', file])).rejects.toMatchObject({ code: 1 });
    expect(await readdir(parent)).toEqual(['file', 'other', 'secrets']);
  });

  it('refuses an organization that keys cannot have', async () => {
    await expect(run(process.execPath, [script, 'Acme Inc', join(parent, 'refused')])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('slug') as string,
    });
  });
});
