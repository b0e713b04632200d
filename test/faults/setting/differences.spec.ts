import {
  aBuildSnapshotCorrected,
  aBuildSnapshotTaken,
  acme,
  aSnapshotBuild,
  aSnapshotContent,
} from '#libs/contracts/testing';
import { differences, lastRevisions } from './differences.js';

const revision = (...builds: readonly Parameters<typeof aSnapshotBuild>[0][]) =>
  aBuildSnapshotTaken({ content: aSnapshotContent({ builds: builds.map(aSnapshotBuild) }) }).data;
const sentences = (told: ReturnType<typeof revision>, truths: Record<string, string>) =>
  differences(told, new Map(Object.entries(truths))).map(({ sentence }) => sentence);

describe('a snapshot against what was so', () => {
  it('has no difference when it says that', () => {
    expect(sentences(revision({ id: 'a', state: 'passed' }), { a: 'passed' })).toEqual([]);
  });

  it('lacks builds', () => {
    expect(sentences(revision(), { a: 'passed' })).toEqual([
      `The snapshot of deploy ${acme.deploy} lacks build a.`,
    ]);
  });

  it('has builds that were not there', () => {
    expect(sentences(revision({ id: 'a', state: 'passed', certainty: 'uncertain' }), {})).toEqual([
      `Deploy ${acme.deploy}: build a was not there, not passed (uncertain).`,
    ]);
  });

  it.each([
    ['observed', 1],
    ['derived', 1],
    ['uncertain', 0],
    ['last-known', 0],
  ] as const)('is held to what it calls %s', (certainty, count) => {
    expect(sentences(revision({ id: 'a', state: 'passed', certainty }), { a: 'failed' })).toHaveLength(count);
  });
});

it('The last revision of a deploy is the newest', () => {
  const last = lastRevisions([aBuildSnapshotTaken().data, aBuildSnapshotCorrected().data]);
  expect([...last].map(([deploy, { revision: number }]) => [deploy, number])).toEqual([[acme.deploy, 2]]);
});
