import { newSha } from '../../testing/new-sha.js';
import { shareOf } from './share.js';

describe('the look-ups that share a question', () => {
  it('are all, while they are about fifty commits at most', () => {
    const waiting = Array.from({ length: 50 }, () => ({ sha: newSha() }));
    expect(shareOf(waiting)).toEqual(waiting);
    expect(shareOf([])).toEqual([]);
  });

  it('are those of the first fifty commits, however many deploys these have', () => {
    const shas = Array.from({ length: 70 }, newSha);
    const waiting = [...shas, ...shas].map((sha) => ({ sha }));
    const share = shareOf(waiting);
    expect(share).toHaveLength(100);
    expect(new Set(share.map(({ sha }) => sha))).toEqual(new Set(shas.slice(0, 50)));
  });
});
