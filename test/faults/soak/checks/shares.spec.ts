import {
  aBuildSnapshotCorrected,
  aBuildSnapshotTaken,
  aSnapshotBuild,
  aSnapshotContent,
} from '#libs/contracts/testing';
import { asText, certainties } from './shares.js';

describe('the shares of the certainties', () => {
  it('are those of the builds in the last revisions', () => {
    const builds = (['observed', 'observed', 'derived', 'last-known'] as const).map((certainty) =>
      aSnapshotBuild({ certainty }),
    );
    const shares = certainties([
      aBuildSnapshotTaken().data,
      aBuildSnapshotCorrected({ content: aSnapshotContent({ builds }) }).data,
    ]);
    expect(shares).toEqual({ observed: 2, derived: 1, uncertain: 0, 'last-known': 1 });
    expect(asText(shares)).toBe('observed 50.0 %, derived 25.0 %, uncertain 0.0 %, last-known 25.0 %');
  });

  it('are none without builds', () => {
    expect(asText(certainties([]))).toBe('no builds in snapshots');
  });
});
