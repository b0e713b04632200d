import { webhookJson } from '../testing/index.js';
import { webhookDelivery } from './webhook-delivery.js';

const sha = '0f1e2d3c4b5a69788796a5b4c3d2e1f001234567';
const named = {
  id: 'build-42',
  organization: 'acme',
  pipeline: 'web',
  number: 42,
  sha,
  repository: 'github.com/acme/web',
};

const read = (json: unknown, header?: string) =>
  webhookDelivery(Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)), header);
const build = (fields: Record<string, unknown>, pipeline: Record<string, unknown> = {}) =>
  read(webhookJson('build.running', fields, pipeline))?.build;

describe('the body of a webhook', () => {
  it('names event and build', () => {
    expect(read(webhookJson('build.finished'))).toEqual({ event: 'build.finished', build: named });
  });

  it('of a job names the build of the job', () => {
    const job = { id: 'job-1', type: 'manual', state: 'unblocked' };
    expect(read({ ...webhookJson('job.activated'), job })).toEqual({ event: 'job.activated', build: named });
  });

  it('of a ping is about no build', () => {
    const ping = { event: 'ping', service: { id: '1' }, organization: { slug: 'acme' }, sender: {} };
    expect(read(ping)).toEqual({ event: 'ping', build: undefined });
  });

  it('of 2015 has its event in the header, and a project in place of the pipeline', () => {
    const { event: _, pipeline, ...rest } = webhookJson('build');
    expect(read({ ...rest, project: pipeline }, 'build')).toEqual({ event: 'build', build: named });
  });

  it('wins over the header, which nobody signs', () => {
    expect(read(webhookJson('build.finished'), 'ping')?.event).toBe('build.finished');
  });

  it('may name no event at all', () => {
    expect(read({})).toEqual({ event: '', build: undefined });
  });

  it.each(['HEAD', 'v1.2.3', sha.slice(0, 12), '1234567890', '', null, 7, {}])(
    'with the commit %j has no SHA, whatever its meta-data says',
    (commit) => {
      const metaData = { 'buildkite:git:commit': `commit ${sha}\nAuthor: Ada` };
      expect(build({ commit, meta_data: metaData })?.sha).toBeUndefined();
    },
  );

  it('tells SHAs in lower case', () => {
    expect(build({ commit: sha.toUpperCase() })?.sha).toBe(sha);
  });

  it.each([
    ['an id', { id: null }],
    ['an id that is a text', { id: '' }],
    ['a number', { number: undefined }],
    ['a number from 0 up', { number: -1 }],
    ['a whole number', { number: 1.5 }],
    ['an address', { url: undefined }],
    ['an address of the API', { url: 'https://buildkite.com/acme/web/builds/42' }],
  ])('that lacks %s is about no build that can be asked for', (_what, fields) => {
    expect(build(fields)).toBeUndefined();
  });

  it.each([
    ['a local path', { repository: '/srv/git/web' }],
    ['none', { repository: undefined }],
    ['something else', { repository: 7 }],
  ])('whose pipeline has %s for a repository leaves it open', (_what, pipeline) => {
    expect(build({}, pipeline)).toEqual({ ...named, repository: undefined });
  });

  it('takes names from meta-data that others would trip over', () => {
    expect(read(`{"event":"build.running","build":{"meta_data":{"constructor":1,"__proto__":2}}}`)).toEqual({
      event: 'build.running',
      build: undefined,
    });
  });

  it.each(['', 'no json', '[]', '"ping"', 'null', '7', '{"event":'])('is unreadable: %j', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('is unreadable when it is not UTF-8', () => {
    expect(webhookDelivery(Buffer.from([0x7b, 0xff, 0x7d]), 'ping')).toBeUndefined();
  });

  it.each([
    { event: 7, build: [], pipeline: 'x' },
    { event: 'build.running', build: { id: {}, number: [], url: {}, commit: [] } },
    { event: 'build.running', build: null, pipeline: null },
  ])('of any other shape breaks nothing: %j', (json) => {
    expect(read(json)?.build).toBeUndefined();
  });
});
