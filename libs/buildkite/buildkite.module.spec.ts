import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CLOCK, CONFIG, DOCUMENTS, LOG, Secret } from '#libs/platform';
import { RecordingLog } from '#libs/platform/testing';
import { BUILDKITE, BuildkiteModule } from './buildkite.module.js';
import type { Buildkite } from './create-buildkite.js';
import { AddressRefused, BuildkiteUnavailable } from './errors.js';
import { startApi, type Api } from './testing/api.js';
import { hurriedClock } from './testing/hurried-clock.js';
import { MemoryBudgets } from './testing/memory-budgets.js';

let api: Api;

beforeEach(async () => {
  api = await startApi();
});

afterEach(() => api.close());

/** The module in a process with these settings. */
function start(settings: { buildkiteApiUrl: string; allowInsecure: boolean }, clock = hurriedClock()) {
  const parts = [
    { provide: CONFIG, useValue: settings },
    { provide: CLOCK, useValue: clock },
    { provide: LOG, useValue: new RecordingLog() },
    { provide: DOCUMENTS, useValue: new MemoryBudgets() },
  ];
  @Global()
  @Module({ providers: parts, exports: parts })
  class Parts {}

  @Module({ imports: [BuildkiteModule] })
  class Another {}

  return Test.createTestingModule({ imports: [Parts, BuildkiteModule, Another] }).compile();
}

describe('the module', () => {
  it('gives the way to the address of the settings, one for all modules', async () => {
    const process = await start({ buildkiteApiUrl: api.url, allowInsecure: true });
    const buildkite = process.get<Buildkite>(BUILDKITE);
    await buildkite.client(new Secret('bkua_1'), 'ada').organizations();
    expect(api.requests.map(({ path }) => path)).toEqual(['/v2/organizations']);
    expect(process.get<Buildkite>(BUILDKITE, { each: true })).toEqual([buildkite]);
    await process.close();
  });

  it('sends nothing more when the process ends, and does not try to', async () => {
    const clock = hurriedClock();
    const process = await start({ buildkiteApiUrl: api.url, allowInsecure: true }, clock);
    const client = process.get<Buildkite>(BUILDKITE).client(new Secret('bkua_1'), 'ada');
    await process.close();
    await expect(client.organizations()).rejects.toThrow(BuildkiteUnavailable);
    expect(api.requests).toHaveLength(0);
    expect(clock.slept).toEqual([]);
  });

  it('does not start with an address that may not be used', async () => {
    await expect(start({ buildkiteApiUrl: api.url, allowInsecure: false })).rejects.toThrow(AddressRefused);
  });
});
