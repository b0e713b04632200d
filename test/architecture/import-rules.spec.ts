import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult, type IConfiguration } from 'dependency-cruiser';

const root = join(import.meta.dirname, '../..');
const configuration = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as IConfiguration;

/** A house of two services and three libs in which every import is allowed. */
const house: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'house',
    type: 'module',
    imports: { '#libs/*': './libs/*/index.ts' },
  }),
  'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'es2024' } }),
  'libs/contracts/index.ts': `export { topic } from './topic.js';`,
  'libs/contracts/topic.ts': `export const topic = 'builds';`,
  'libs/event-store/index.ts': `export const store = 1;`,
  'libs/event-store/testing/index.ts': `export const given = 1;`,
  'libs/bus/index.ts': `import { topic } from '#libs/contracts';\nexport const bus = topic;`,
  'services/builds/src/index.ts': `export { look } from './look/look.js';`,
  'services/builds/src/look/look.ts': `import { bus } from '#libs/bus';\nexport const look = bus;`,
  'services/builds/src/look/look.spec.ts': `import { given } from '#libs/event-store/testing';\nexport const spec = given;`,
  'services/deploys/src/index.ts': `export { deploy } from './deploy/domain/deploy.js';`,
  'services/deploys/src/deploy/domain/deploy.ts': `import { store } from '#libs/event-store';\nimport { topic } from '#libs/contracts';\nexport const deploy = [store, topic];`,
  'services/standalone/src/main.ts': `import { look } from '../../builds/src/index.js';\nimport { deploy } from '../../deploys/src/index.js';\nexport const all = [look, deploy];`,
  'node_modules/kafkajs/index.js': `export default 1;`,
  'node_modules/kafkajs/package.json': `{"name":"kafkajs","main":"index.js"}`,
  'node_modules/@eventstore/db-client/index.js': `export default 1;`,
  'node_modules/@eventstore/db-client/package.json': `{"name":"@eventstore/db-client","main":"index.js"}`,
  'node_modules/mongoose/index.js': `export default 1;`,
  'node_modules/mongoose/package.json': `{"name":"mongoose","main":"index.js"}`,
};

/** For each rule a file that breaks it, and nothing else. */
const violations: readonly (readonly [rule: string, file: string, text: string])[] = [
  [
    'no-cycles',
    'libs/contracts/topic.ts',
    `import { topic as again } from './index.js';\nexport const topic: string = again;`,
  ],
  [
    'services-stay-apart',
    'services/builds/src/look/look.ts',
    `import { deploy } from '../../../deploys/src/index.js';\nexport const look = deploy;`,
  ],
  [
    'standalone-enters-by-index',
    'services/standalone/src/main.ts',
    `import { look } from '../../builds/src/look/look.js';\nexport const all = look;`,
  ],
  [
    'libs-know-no-service',
    'libs/bus/index.ts',
    `import { deploy } from '../../services/deploys/src/index.js';\nexport const bus: unknown = deploy;`,
  ],
  [
    'libs-enter-by-index',
    'services/builds/src/look/look.ts',
    `import { topic } from '../../../../libs/contracts/topic.js';\nexport const look = topic;`,
  ],
  [
    'libs-meet-by-index',
    'libs/bus/index.ts',
    `import { topic } from '../contracts/topic.js';\nexport const bus = topic;`,
  ],
  [
    'domain-is-pure',
    'services/deploys/src/deploy/domain/deploy.ts',
    `import { randomUUID } from 'node:crypto';\nexport const deploy = randomUUID;`,
  ],
  [
    'domain-is-pure',
    'services/deploys/src/deploy/domain/deploy.ts',
    `import { bus } from '#libs/bus';\nexport const deploy = bus;`,
  ],
  [
    'domain-is-pure',
    'services/deploys/src/deploy/domain/deploy.ts',
    `import { shown } from '../page.js';\nexport const deploy = shown;`,
  ],
  [
    'kafkajs-only-in-its-adapter',
    'services/builds/src/look/look.ts',
    `import kafka from 'kafkajs';\nexport const look = kafka;`,
  ],
  [
    'db-client-only-in-its-adapter',
    'libs/bus/index.ts',
    `import client from '@eventstore/db-client';\nexport const bus: unknown = client;`,
  ],
  [
    'mongoose-only-in-its-adapter',
    'libs/event-store/index.ts',
    `import mongoose from 'mongoose';\nexport const store = mongoose;`,
  ],
  [
    'no-testing-in-production',
    'services/builds/src/look/look.ts',
    `import { given } from '#libs/event-store/testing';\nexport const look = given;`,
  ],
  [
    'no-testing-in-production',
    'libs/bus/index.ts',
    `import { given } from '#libs/event-store/testing';\nexport const bus: unknown = given;`,
  ],
  [
    'everything-resolves',
    'libs/bus/index.ts',
    `import { gone } from './gone.js';\nexport const bus: unknown = gone;`,
  ],
];

describe('the import rules', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(import.meta.dirname, 'planted-'));
    await write({ ...house, 'services/deploys/src/deploy/page.ts': `export const shown = 1;` });
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('find nothing in a house that keeps them', async () => {
    expect(await brokenRules()).toEqual([]);
  });

  it.each(violations)('report %s in %s', async (rule, file, text) => {
    await write({ [file]: text });
    expect(await brokenRules()).toEqual([rule]);
  });

  it('have each been seen broken', () => {
    const planted = new Set(violations.map(([rule]) => rule));
    expect(
      configuration.forbidden?.map((rule) => rule.name).filter((name) => !planted.has(name ?? '')),
    ).toEqual([]);
  });

  it('hold in this repository', async () => {
    const result = await cruiseFolders(root, ['services', 'libs', 'test']);
    expect(result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual(
      [],
    );
    expect(result.summary.totalCruised).toBeGreaterThan(50);
  });

  async function write(files: Record<string, string>) {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
  }

  async function brokenRules(): Promise<string[]> {
    const result = await cruiseFolders(folder, ['services', 'libs']);
    return [...new Set(result.summary.violations.map(({ rule }) => rule.name))];
  }
});

async function cruiseFolders(baseDir: string, folders: string[]): Promise<ICruiseResult> {
  const { forbidden, options } = configuration;
  const { tsConfig: _, ...rest } = options ?? {};
  const { output } = await cruise(
    folders,
    { ...rest, baseDir, validate: true, ruleSet: { forbidden: forbidden ?? [] } },
    { conditionNames: ['types', 'import', 'node', 'default'], exportsFields: ['exports'] },
  );
  return output as ICruiseResult;
}
