import { createHash } from 'node:crypto';
import { at } from '../build/at.js';
import type { BuildSpec, StepSpec } from '../build/build-spec.js';
import type { PipelineSpec } from '../pipeline/pipeline.js';

const SHOP = 'git@github.com:acme/shop.git';

/** Three pipelines of one repository, and one of another. */
export const DEMO_PIPELINES: readonly PipelineSpec[] = [
  { slug: 'shop-tests', name: 'Shop tests', repository: SHOP },
  { slug: 'shop-browser-tests', name: 'Shop browser tests', repository: SHOP },
  { slug: 'shop-release', name: 'Shop release', repository: SHOP },
  { slug: 'billing', name: 'Billing', repository: 'https://github.com/acme/billing.git' },
];

type Steps = readonly StepSpec[];

/** A full SHA for the demo's commit of that name. */
export function demoCommit(name: string): string {
  return createHash('sha1').update(`acme ${name}`).digest('hex');
}

const PASSES: Steps = [at('0s').scheduled(), at('8s').running(), at('2m').passed()];
const PASSES_SLOWLY: Steps = [at('0s').scheduled(), at('20s').running(), at('5m').passed()];
const FAILS: Steps = [at('0s').scheduled(), at('10s').running(), at('90s').failing(), at('3m').failed()];
const FAILS_THEN_PASSES: Steps = [...FAILS, at('20m').retried(), at('20m10s').running(), at('23m').passed()];
const WAITS_FOR_APPROVAL: Steps = [at('0s').scheduled(), at('10s').running(), at('100s').blocked()];
const IS_APPROVED: Steps = [
  ...WAITS_FOR_APPROVAL,
  at('15m').unblocked(),
  at('15m5s').running(),
  at('17m').passed(),
];
const IS_CANCELED: Steps = [
  at('0s').scheduled(),
  at('9s').running(),
  at('40s').canceling(),
  at('42s').canceled(),
];
const IS_SKIPPED: Steps = [at('0s').scheduled(), at('4s').skipped()];

function builds(
  name: string,
  createdAt: string,
  scripts: Readonly<Record<string, Steps>>,
): readonly BuildSpec[] {
  return Object.entries(scripts).map(([pipeline, script]) => ({
    pipeline,
    commit: demoCommit(name),
    message: name,
    createdAt,
    script,
  }));
}

/** Some twenty builds around now: ended, under way for the next minutes, and yet to come. */
export const DEMO_BUILDS: readonly BuildSpec[] = [
  ...builds('Sell gift cards', '-3h', {
    'shop-tests': PASSES,
    'shop-browser-tests': PASSES_SLOWLY,
    'shop-release': IS_APPROVED,
  }),
  ...builds('Round prices up', '-150m', {
    'shop-tests': PASSES,
    'shop-browser-tests': FAILS,
    'shop-release': IS_SKIPPED,
  }),
  ...builds('Round prices half up', '-2h', {
    'shop-tests': PASSES,
    'shop-browser-tests': FAILS_THEN_PASSES,
    'shop-release': IS_APPROVED,
  }),
  ...builds('Sell gift cards', '-100m', { billing: PASSES }),
  ...builds('Show stock', '-80m', { 'shop-tests': IS_CANCELED, 'shop-browser-tests': IS_SKIPPED }),
  ...builds('Show stock of the day', '-70m', {
    'shop-tests': PASSES,
    'shop-browser-tests': PASSES_SLOWLY,
    'shop-release': WAITS_FOR_APPROVAL,
  }),
  {
    pipeline: 'shop-browser-tests',
    commit: 'HEAD',
    message: 'Nightly run',
    source: 'schedule',
    createdAt: '-40m',
    script: [...PASSES_SLOWLY, at('45s').commitResolved(demoCommit('Show stock of the day'))],
  },
  {
    pipeline: 'shop-tests',
    commit: demoCommit('Translate to Welsh'),
    message: 'Translate to Welsh',
    branch: 'contributor:welsh',
    pullRequest: { id: '41', base: 'main', repository: 'git://github.com/contributor/shop.git' },
    createdAt: '-30m',
    script: FAILS,
  },
  ...builds('Send invoices by mail', '-25m', { billing: FAILS }),
  ...builds('Ship to Norway', '-10m', {
    'shop-tests': PASSES,
    'shop-browser-tests': PASSES_SLOWLY,
    'shop-release': WAITS_FOR_APPROVAL,
  }),
  ...builds('Ship to Iceland', '-1m', {
    'shop-tests': PASSES,
    'shop-browser-tests': FAILS,
    'shop-release': PASSES_SLOWLY,
  }),
  ...builds('Ship to Greenland', '30s', { 'shop-tests': PASSES, 'shop-browser-tests': PASSES_SLOWLY }),
  ...builds('Ship to Svalbard', '3m', { 'shop-tests': FAILS, 'shop-browser-tests': PASSES_SLOWLY }),
];
