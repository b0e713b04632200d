import {
  decodeEvent,
  encodeEvent,
  envelope,
  eventId,
  topics,
  type BuildSnapshotRevision,
  type SnapshotBuild,
  type SnapshotContent,
} from '#libs/contracts';
import { decider } from '#libs/event-store/testing';
import { aBuild, connection, deployId, organization, repository, sha } from '../testing/facts.js';
import { buildSnapshot, type BuildSnapshotEvent, type TakeSnapshot } from './build-snapshot.js';

const deploy = {
  id: deployId,
  project: 'shop',
  codeDeployment: 'shop-web',
  environment: 'production',
  repository,
  sha,
  deployedAt: '2026-03-02T10:00:10.000Z',
};
const build = (state: string): SnapshotBuild => ({
  ...aBuild({ state }),
  certainty: 'observed',
  lookedAt: '2026-03-02T10:00:12.000Z',
  counts: true,
});
const running: SnapshotContent = { complete: true, verdict: 'pending', builds: [build('running')] };
const passed: SnapshotContent = { complete: true, verdict: 'passed', builds: [build('passed')] };

const take = (content: SnapshotContent): TakeSnapshot => ({
  type: 'TakeSnapshot',
  organization,
  deploy,
  connection,
  content,
  because: [{ type: 'sleuth.commit-looked-up.v1', id: eventId('look-up') }],
  at: '2026-03-02T10:00:13.000Z',
});
const revision = (
  number: number,
  content: SnapshotContent,
  changes: BuildSnapshotRevision['changes'] = [],
) => {
  const { type: _type, ...rest } = take(content);
  return { ...rest, because: [...rest.because], revision: number, changes };
};
const taken: BuildSnapshotEvent = { type: 'BuildSnapshotTaken', data: revision(1, running) };
const corrected: BuildSnapshotEvent = {
  type: 'BuildSnapshotCorrected',
  data: revision(2, passed, [
    { what: 'build-changed', build: build('').id, field: 'state', from: 'running', to: 'passed' },
    { what: 'verdict-changed', from: 'pending', to: 'passed' },
  ]),
};

describe('The revisions of a snapshot', () => {
  it('begin with one that is taken', () => {
    decider(buildSnapshot).given([]).when(take(running)).then([taken]);
  });

  it('begin even with an empty content: nothing built is known, too', () => {
    const nothing: SnapshotContent = { complete: true, verdict: 'none', builds: [] };
    decider(buildSnapshot)
      .given([])
      .when(take(nothing))
      .then([{ type: 'BuildSnapshotTaken', data: revision(1, nothing) }]);
  });

  it('stay as they are when the content is what the last one says', () => {
    decider(buildSnapshot).given([taken]).when(take(running)).then([]);
    decider(buildSnapshot).given([taken, corrected]).when(take(passed)).then([]);
  });

  it('stay as they are when the store gave the content back with its keys in another order', () => {
    const reordered = JSON.parse(
      JSON.stringify(running, [
        'verdict',
        'complete',
        'builds',
        ...Object.keys(build('')).reverse(),
        'name',
        'slug',
      ]),
    ) as SnapshotContent;
    decider(buildSnapshot).given([taken]).when(take(reordered)).then([]);
  });

  it('are corrected when the content differs, and say what changed', () => {
    decider(buildSnapshot).given([taken]).when(take(passed)).then([corrected]);
  });

  it('may go back to what an earlier one said', () => {
    const back = decider(buildSnapshot).given([taken, corrected]).when(take(running));
    back.thenState({ revision: 3, content: running });
  });

  it('lead to the last content', () => {
    decider(buildSnapshot).given([]).when(take(running)).thenState({ revision: 1, content: running });
    decider(buildSnapshot).given([taken]).when(take(passed)).thenState({ revision: 2, content: passed });
  });
});

describe('A revision', () => {
  it.each([
    ['sleuth.build-snapshot-taken.v1' as const, taken],
    ['sleuth.build-snapshot-corrected.v1' as const, corrected],
  ])('can be published as %s as it is', (type, { data }) => {
    const published: BuildSnapshotRevision = { ...data };
    const event = envelope(type, {
      id: eventId('revision'),
      source: '/test',
      time: data.at,
      data: published,
    });
    const { key, value, headers } = encodeEvent(event);
    const record = {
      topic: topics.buildSnapshots.name,
      key: Buffer.from(key),
      value: Buffer.from(value),
      headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
    };
    expect(decodeEvent(record)).toEqual({ ok: true, event });
  });
});
