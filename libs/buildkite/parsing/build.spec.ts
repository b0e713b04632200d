import fc from 'fast-check';
import { decodeEvent, encodeEvent, envelope, type ObservedBuild } from '#libs/contracts';
import { buildJson, pipelineJson } from '../testing/payloads.js';
import { observedBuild, type BuildReading } from './build.js';

const sha = '0f1e2d3c4b5a69788796a5b4c3d2e1f001234567';

function read(fields: Record<string, unknown> = {}): ObservedBuild {
  const reading = observedBuild(buildJson(fields));
  if (!reading.ok) throw new Error(`not readable: ${reading.reason}`);
  return reading.build;
}

describe('a build of today', () => {
  it('is read completely', () => {
    expect(read({ tag: 'v1', failing_at: '2026-11-20T10:03:00.000Z' })).toEqual({
      id: 'build-42',
      number: 42,
      webUrl: 'https://buildkite.com/acme/web/builds/42',
      pipeline: { id: 'pipeline-web', slug: 'web', name: 'Web :globe:' },
      repository: 'github.com/acme/web',
      commit: sha,
      sha,
      branch: 'main',
      tag: 'v1',
      message: 'Make it work\n\nAnd fast.',
      source: 'webhook',
      creator: 'Ada Lovelace',
      state: 'passed',
      createdAt: '2026-11-20T10:00:00.123Z',
      scheduledAt: '2026-11-20T10:00:00.101Z',
      startedAt: '2026-11-20T10:00:05.500Z',
      failingAt: '2026-11-20T10:03:00.000Z',
      finishedAt: '2026-11-20T10:04:59.999Z',
      pullRequest: null,
      rebuiltFrom: null,
      triggeredFrom: null,
    });
  });

  it('names its organization in its url', () => {
    expect(observedBuild(buildJson())).toMatchObject({ ok: true, organization: 'acme' });
    expect(observedBuild(buildJson({ url: undefined }))).toMatchObject({ ok: true, organization: undefined });
  });

  it('gives away nothing that may hold a secret: environment, meta-data, webhook address, configuration, agents', () => {
    expect(JSON.stringify(observedBuild(buildJson()))).not.toMatch(/CANARY|example\.com/);
  });
});

describe('a build of 2015', () => {
  const old = {
    source: undefined,
    creator: undefined,
    author: undefined,
    blocked: undefined,
    tag: undefined,
    failing_at: undefined,
    rebuilt_from: undefined,
    triggered_from: undefined,
    pull_request: undefined,
    graphql_id: undefined,
    commit: 'HEAD',
    created_at: '2015-04-23 16:55:52 UTC',
    scheduled_at: '2015-04-23 16:55:52 UTC',
    started_at: '2015-04-23 16:55:58 UTC',
    finished_at: '2015-04-23 17:03:21 UTC',
    meta_data: { 'buildkite:git:commit': `commit ${sha}\nAuthor:     Ada\n` },
  };

  it('is read, with its HEAD resolved by the meta-data and its times in UTC', () => {
    expect(read(old)).toMatchObject({
      commit: 'HEAD',
      sha,
      state: 'passed',
      source: null,
      creator: null,
      tag: null,
      createdAt: '2015-04-23T16:55:52.000Z',
      startedAt: '2015-04-23T16:55:58.000Z',
      finishedAt: '2015-04-23T17:03:21.000Z',
    });
  });
});

describe('odd shapes', () => {
  it.each([
    [{ message: null }, { message: null }],
    [{ message: '' }, { message: null }],
    [
      { commit: '', meta_data: {} },
      { commit: '', sha: null },
    ],
    [
      { commit: null, meta_data: undefined },
      { commit: '', sha: null },
    ],
    [
      { commit: '1234567890', meta_data: {} },
      { commit: '1234567890', sha: null },
    ],
    [
      { commit: 'HEAD', meta_data: null },
      { commit: 'HEAD', sha: null },
    ],
    [{ commit: sha.toUpperCase() }, { commit: sha.toUpperCase(), sha }],
    [{ branch: null }, { branch: '' }],
    [{ creator: {}, author: {} }, { creator: null }],
    [{ creator: null, author: 'Bob Stone' }, { creator: 'Bob Stone' }],
    [{ pull_request: {} }, { pullRequest: null }],
    [{ pull_request: 'false' }, { pullRequest: null }],
    [{ number: '42' }, { number: 42 }],
    [{ id: 4711 }, { id: '4711' }],
    [{ finished_at: 'tomorrow' }, { finishedAt: null }],
    [
      { started_at: null, blocked: true, state: 'passed' },
      { startedAt: null, state: 'blocked' },
    ],
    [{ state: 'quarantined' }, { state: 'quarantined' }],
    [{ web_url: 'javascript:alert(1)' }, { webUrl: null }],
    [{ web_url: null }, { webUrl: null }],
    [{ rebuilt_from: {} }, { rebuiltFrom: null }],
    [{ triggered_from: {} }, { triggeredFrom: null }],
    [{ cluster_id: '', cluster_url: '', brand_new_key: { deep: [1] } }, { id: 'build-42' }],
  ])('%j is read as %j', (shown, expected) => {
    expect(read(shown)).toMatchObject(expected);
  });

  it('cuts long texts, the message to 500 characters', () => {
    const long = 'ä'.repeat(5_000);
    const build = read({ message: long, branch: long, tag: long, commit: long, source: long, state: long });
    expect(build.message).toHaveLength(500);
    expect(JSON.stringify(build).length).toBeLessThan(5_000);
  });
});

describe('where a build comes from', () => {
  it('may be a pull request of a fork, whose number is a text and whose repository is a git:// address', () => {
    const pullRequest = { id: '8902', base: 'master', repository: 'git://github.com/Contributor/web.git' };
    expect(read({ branch: 'contributor:main', pull_request: pullRequest })).toMatchObject({
      branch: 'contributor:main',
      pullRequest: { id: '8902', repository: 'github.com/contributor/web' },
    });
  });

  it('may be a pull request of an unknown repository', () => {
    expect(read({ pull_request: { id: 7, repository: null } }).pullRequest).toEqual({
      id: '7',
      repository: null,
    });
  });

  it('may be another build that was rebuilt', () => {
    const original = { id: 'build-5', number: 5, url: 'https://api.buildkite.com/v2/x' };
    expect(read({ rebuilt_from: original }).rebuiltFrom).toEqual({ id: 'build-5', number: 5 });
  });

  it('may be a build that triggered it', () => {
    const parent = { build_id: 'build-9', build_number: 9, build_pipeline_slug: 'release' };
    expect(read({ triggered_from: parent }).triggeredFrom).toEqual({
      id: 'build-9',
      number: 9,
      pipeline: 'release',
    });
  });
});

describe('the repository of a build', () => {
  it.each([
    'git@github.com:Acme/App.git',
    'https://github.com/acme/app',
    'ssh://git@github.com:22/acme/app.git/',
  ])('is the same for %s', (repository) => {
    expect(read({ pipeline: pipelineJson({ repository }) }).repository).toBe('github.com/acme/app');
  });

  it('tells two pipelines with the same commit apart', () => {
    const infra = read({ pipeline: pipelineJson({ repository: 'https://github.com/acme/infra' }) });
    expect(infra).toMatchObject({ sha, repository: 'github.com/acme/infra' });
  });

  it('comes from the known pipelines when the reply leaves them out', () => {
    const known = { id: 'pipeline-web', slug: 'web', name: 'Web', repository: 'github.com/acme/web' };
    const reading = observedBuild(buildJson({ pipeline: undefined }), new Map([['web', known]]));
    expect(reading).toMatchObject({
      ok: true,
      build: {
        repository: 'github.com/acme/web',
        pipeline: { id: 'pipeline-web', slug: 'web', name: 'Web' },
      },
    });
  });
});

describe('a build that cannot be read', () => {
  it.each([
    [null, 'not-an-object'],
    ['build', 'not-an-object'],
    [[], 'not-an-object'],
    [{}, 'no-id'],
    [buildJson({ id: null }), 'no-id'],
    [buildJson({ number: null }), 'no-number'],
    [buildJson({ number: 'xx' }), 'no-number'],
    [buildJson({ created_at: null }), 'no-created-at'],
    [buildJson({ created_at: 'soon' }), 'no-created-at'],
    [buildJson({ pipeline: undefined }), 'no-pipeline'],
    [buildJson({ pipeline: {} }), 'no-pipeline'],
    [buildJson({ pipeline: pipelineJson({ repository: '' }) }), 'no-repository'],
    [buildJson({ pipeline: pipelineJson({ repository: '/srv/git/web' }) }), 'no-repository'],
  ])('says why: %j', (json, reason) => {
    expect(observedBuild(json)).toMatchObject({ ok: false, reason });
  });

  it('says which, as far as it is known', () => {
    expect(observedBuild(buildJson({ number: null }))).toEqual({
      ok: false,
      reason: 'no-number',
      id: 'build-42',
    });
  });
});

describe('whatever Buildkite writes', () => {
  const fieldNames = Object.keys(buildJson());
  const damage = fc.dictionary(fc.constantFrom(...fieldNames), fc.jsonValue(), { maxKeys: 6 });

  it('the reading never throws, and a build that is read can be published', () => {
    let readable = 0;
    fc.assert(
      fc.property(damage, (fields) => {
        const reading = observedBuild(buildJson(fields));
        if (!reading.ok) return;
        readable += 1;
        expect(publishable(reading)).toEqual({ ok: true });
      }),
      { numRuns: 2_000 },
    );
    expect(readable).toBeGreaterThan(200);
  });
});

function publishable({ build }: Extract<BuildReading, { ok: true }>): { ok: boolean; detail?: string } {
  const id = '6b1f4c1e-6a52-5f0e-8a4f-0d2a2b1c3d4e';
  const fact = {
    organization: 'acme',
    connection: id,
    buildkiteOrganization: 'acme',
    lookedAt: '2026-11-20T10:05:00.000Z',
    build,
  };
  const event = envelope('sleuth.build-observed.v1', {
    id,
    source: '/services/builds',
    time: fact.lookedAt,
    data: fact,
  });
  const { key, value, headers } = encodeEvent(event);
  const decoded = decodeEvent({
    topic: 'sleuth.builds.v1',
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  });
  return decoded.ok ? { ok: true } : { ok: false, detail: `${decoded.reason}: ${decoded.detail}` };
}
