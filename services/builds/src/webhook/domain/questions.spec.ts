import type { Hint } from './hint.js';
import { questionsFor } from './questions.js';

const shaOf = (n: number) => n.toString(16).padStart(40, '0');

function hint(number: number, sha: string | null, changes: Partial<Hint> = {}): Hint {
  return {
    id: `qa/${JSON.stringify([number, sha, changes])}`,
    connection: 'qa',
    buildkiteOrganization: 'acme-inc',
    pipeline: 'shop',
    number,
    sha,
    hintedAt: '2026-03-01T12:00:00.000Z',
    ...changes,
  };
}

describe('the questions of a round', () => {
  it('are none without hints', () => {
    expect(questionsFor([])).toEqual([]);
  });

  it('are one for many builds with a SHA, each SHA named once', () => {
    const hints = [
      hint(1, shaOf(1)),
      hint(2, shaOf(2)),
      hint(3, shaOf(1)),
      hint(1, shaOf(1), { id: 'again' }),
    ];
    expect(questionsFor(hints)).toEqual([
      { about: 'commits', organization: 'acme-inc', commits: [shaOf(1), shaOf(2)], hints },
    ]);
  });

  it('are one for each Buildkite organization', () => {
    const ours = hint(1, shaOf(1));
    const theirs = hint(1, shaOf(1), { buildkiteOrganization: 'acme-labs' });
    expect(questionsFor([ours, theirs])).toEqual([
      { about: 'commits', organization: 'acme-inc', commits: [shaOf(1)], hints: [ours] },
      { about: 'commits', organization: 'acme-labs', commits: [shaOf(1)], hints: [theirs] },
    ]);
  });

  it('are about 50 SHAs at most; the hints of the others wait', () => {
    const hints = Array.from({ length: 60 }, (_, n) => hint(n, shaOf(n)));
    const again = hint(0, shaOf(0), { id: 'again' });
    const [question, ...others] = questionsFor([...hints, again]);
    expect(others).toEqual([]);
    expect(question).toMatchObject({ commits: hints.slice(0, 50).map(({ sha }) => sha) });
    expect(question?.hints).toEqual([...hints.slice(0, 50), again]);
  });

  it('are about single builds where no SHA finds them, each build named once', () => {
    const [one, two] = [hint(1, null), hint(2, null)];
    const again = hint(1, null, { id: 'again' });
    expect(questionsFor([one, two, again])).toEqual([
      { about: 'build', organization: 'acme-inc', pipeline: 'shop', number: 1, hints: [one, again] },
      { about: 'build', organization: 'acme-inc', pipeline: 'shop', number: 2, hints: [two] },
    ]);
  });

  it('tell builds of one number in different pipelines and organizations apart', () => {
    const others = [{}, { pipeline: 'web' }, { buildkiteOrganization: 'acme-labs' }];
    expect(questionsFor(others.map((changes) => hint(1, null, changes)))).toHaveLength(3);
  });

  it('are about five single builds at most, the first that were hinted at', () => {
    const questions = questionsFor(Array.from({ length: 9 }, (_, n) => hint(n, null)));
    expect(questions.map((question) => question.about === 'build' && question.number)).toEqual([
      0, 1, 2, 3, 4,
    ]);
  });

  it('answer every hint in the end', () => {
    let left = Array.from({ length: 300 }, (_, n) => hint(n, n % 4 === 0 ? null : shaOf(n % 90)));
    for (let round = 1; left.length > 0; round += 1) {
      const answered = new Set(questionsFor(left).flatMap(({ hints }) => hints));
      left = left.filter((one) => !answered.has(one));
      expect(round).toBeLessThanOrEqual(15);
    }
  });
});
