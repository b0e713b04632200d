import { decodeEvent, encodeEvent, topics } from '#libs/contracts';
import { aBuild, acme } from '#libs/contracts/testing';
import { buildObserved, contentOf, type Look } from './look.js';

const look: Look = { build: aBuild(), organization: 'acme-inc', lookedAt: '2026-11-23T12:00:02.000Z' };
const { organization, connection } = acme;

describe('a look as it is published', () => {
  it('says who looked through what, when, and what was seen', () => {
    expect(buildObserved(look, { organization, connection })).toMatchObject({
      type: 'sleuth.build-observed.v1',
      source: '/services/builds',
      time: look.lookedAt,
      data: {
        organization,
        connection,
        buildkiteOrganization: 'acme-inc',
        lookedAt: look.lookedAt,
        build: look.build,
      },
    });
  });

  it('is an event of the published language', () => {
    const { key, value, headers } = encodeEvent(buildObserved(look, { organization, connection }));
    const buffers = Object.fromEntries(
      Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]),
    );
    const record = {
      topic: topics.builds.name,
      key: Buffer.from(key),
      value: Buffer.from(value),
      headers: buffers,
    };
    expect(decodeEvent(record)).toMatchObject({ ok: true });
  });

  it('has the same id when it is published again', () => {
    const again: Look = {
      ...look,
      build: Object.fromEntries(Object.entries(look.build).reverse()) as Look['build'],
    };
    const through = { organization, connection };
    expect(buildObserved(again, through).id).toBe(buildObserved(look, through).id);
  });

  it.each<[string, Look, { organization: string; connection: string }]>([
    ['the tenant', look, { organization: 'other', connection }],
    ['the connection', look, { organization, connection: acme.deploy }],
    ['the time', { ...look, lookedAt: '2026-11-23T12:00:03.000Z' }, { organization, connection }],
    ['the content', { ...look, build: aBuild({ state: 'failed' }) }, { organization, connection }],
    ['the build', { ...look, build: aBuild({ id: 'another' }) }, { organization, connection }],
  ])('has another id when %s is another', (_what, other, through) => {
    expect(buildObserved(other, through).id).not.toBe(buildObserved(look, { organization, connection }).id);
  });
});

describe('the content of a look', () => {
  it('differs by any field', () => {
    const content = contentOf(aBuild());
    expect(contentOf(aBuild())).toBe(content);
    expect(contentOf(aBuild({ finishedAt: null }))).not.toBe(content);
    expect(contentOf(aBuild({ pipeline: { ...aBuild().pipeline, name: 'Renamed' } }))).not.toBe(content);
  });
});
