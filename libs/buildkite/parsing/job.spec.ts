import fc from 'fast-check';
import type { ObservedJob } from '#libs/contracts';
import { jobJson, manualJobJson } from '../testing/payloads.js';
import { observedJob } from './job.js';

function read(json: unknown): ObservedJob {
  const reading = observedJob(json);
  if (reading.kind !== 'job') throw new Error(`no job: ${reading.kind}`);
  return reading.job;
}

describe('a command job of today', () => {
  it('is read as far as it tells its state', () => {
    expect(observedJob(jobJson())).toEqual({
      kind: 'job',
      job: {
        id: 'job-1',
        type: 'script',
        name: ':hammer: Test',
        stepKey: 'test',
        state: 'passed',
        softFailed: false,
        exitStatus: 0,
        createdAt: '2026-11-20T10:00:00.200Z',
        startedAt: '2026-11-20T10:00:05.500Z',
        finishedAt: '2026-11-20T10:04:59.000Z',
        unblockedAt: null,
        retriedIn: null,
      },
      retryOf: undefined,
      tellsRetries: true,
    });
  });

  it('gives away neither its agent nor addresses nor more of its command than names it', () => {
    const unnamed = observedJob(jobJson({ name: null, step_key: null }));
    expect(unnamed).toMatchObject({ job: { name: 'make test' } });
    expect(JSON.stringify([observedJob(jobJson()), unnamed])).not.toMatch(/CANARY|https?:/);
  });

  it('that was retried names the job in its place, and that one the job that it repeats', () => {
    const old = jobJson({ retried: true, retried_in_job_id: 'job-2', retry_type: 'manual' });
    const again = jobJson({ id: 'job-2', retry_source: { job_id: 'job-1', retry_type: 'manual' } });
    expect(observedJob(old)).toMatchObject({ job: { retriedIn: 'job-2' }, retryOf: undefined });
    expect(observedJob(again)).toMatchObject({ job: { retriedIn: null }, retryOf: 'job-1' });
  });
});

describe('other jobs', () => {
  it('may be wait steps, which say nothing', () => {
    expect(observedJob({ id: 'w', graphql_id: 'x', type: 'waiter' })).toEqual({ kind: 'waiter' });
    expect(observedJob({ type: 'waiter' })).toEqual({ kind: 'waiter' });
  });

  it('may be block steps, which have a label and no times but that of the unblocking', () => {
    expect(read(manualJobJson())).toMatchObject({
      type: 'manual',
      name: ':rocket: Release?',
      state: 'blocked',
      stepKey: null,
      createdAt: null,
      unblockedAt: null,
    });
    const unblocked = manualJobJson({
      state: 'unblocked',
      unblocked_at: '2023-08-20T19:50:41.480Z',
      unblocked_by: { name: 'Ada', email: 'ada@example.com' },
    });
    expect(read(unblocked)).toMatchObject({ state: 'unblocked', unblockedAt: '2023-08-20T19:50:41.480Z' });
    expect(JSON.stringify(read(unblocked))).not.toContain('ada@');
  });

  it('may be trigger steps, before and after they made their build', () => {
    const trigger = {
      id: 'job-t',
      type: 'trigger',
      name: 'Deploy',
      state: 'running',
      async: false,
      step_key: 'deploy',
      created_at: '2026-11-20T10:00:00.200Z',
      started_at: '2026-11-20T10:00:01.000Z',
      finished_at: null,
      soft_failed: null,
      triggered_build: null,
    };
    const made = { ...trigger, triggered_build: { id: 'b', number: 1, url: 'https://api.buildkite.com/x' } };
    for (const shown of [trigger, made])
      expect(observedJob(shown)).toMatchObject({
        job: { type: 'trigger', name: 'Deploy', state: 'running', softFailed: false, exitStatus: null },
        tellsRetries: true,
      });
  });

  it('may be of 2016, without a word on retries, soft failures and keys', () => {
    const old = {
      id: '7372c88b',
      type: 'script',
      name: 'Lint Ruby',
      state: 'scheduled',
      command: 'bin/ci/rubocop',
      exit_status: null,
      agent: null,
      created_at: '2016-11-09 15:35:42 UTC',
      started_at: null,
      finished_at: null,
    };
    expect(observedJob(old)).toMatchObject({
      job: { name: 'Lint Ruby', stepKey: null, softFailed: false, createdAt: '2016-11-09T15:35:42.000Z' },
      tellsRetries: false,
    });
  });
});

describe('odd shapes', () => {
  it.each([
    [{ name: '', command: '\n\n  ./run --all  \r\nsecond' }, { name: './run --all' }],
    [{ name: null, command: '' }, { name: 'script' }],
    [{ name: null, command: null }, { name: 'script' }],
    [{ name: 'x'.repeat(300) }, { name: 'x'.repeat(200) }],
    [{ state: undefined }, { state: 'unknown' }],
    [{ state: 'cancelled' }, { state: 'canceled' }],
    [{ state: 'platform_limited' }, { state: 'platform_limited' }],
    [
      { exit_status: -1, soft_failed: [{ exit_status: 2 }] },
      { exitStatus: -1, softFailed: false },
    ],
    [
      { soft_failed: true, exit_status: 2 },
      { softFailed: true, exitStatus: 2 },
    ],
    [
      { state: 'expired', finished_at: null, expired_at: '2026-11-20T11:00:00.000Z' },
      { finishedAt: '2026-11-20T11:00:00.000Z' },
    ],
    [{ retry_source: {}, retried_in_job_id: '' }, { retriedIn: null }],
    [
      { created_at: 'soon', started_at: 7 },
      { createdAt: null, startedAt: null },
    ],
    [{ type: 'quantum' }, { type: 'quantum' }],
  ])('%j is read as %j', (shown, expected) => {
    expect(read(jobJson(shown))).toMatchObject(expected);
  });

  it.each([[null], [[]], ['job'], [{}], [jobJson({ id: null })], [jobJson({ type: undefined })]])(
    'cannot be read: %j',
    (shown) => {
      expect(observedJob(shown)).toEqual({ kind: 'unreadable' });
    },
  );

  it('never make the reading throw', () => {
    const damage = fc.dictionary(fc.constantFrom(...Object.keys(jobJson())), fc.jsonValue(), { maxKeys: 6 });
    fc.assert(
      fc.property(damage, (fields) => {
        expect(['job', 'waiter', 'unreadable']).toContain(observedJob(jobJson(fields)).kind);
      }),
      { numRuns: 1_000 },
    );
  });
});
