import { decodeEvent, encodeEvent, topics } from '#libs/contracts';
import { acme } from '#libs/contracts/testing';
import fc from 'fast-check';
import { answerTo, commitLookedUp, together, type Answer } from './answers.js';

const now = new Date('2026-11-23T12:00:09.750Z');
const [early, late] = ['2026-11-23T12:00:02.000Z', '2026-11-23T12:00:05.000Z'];
const answered = (organization: string, lookedAt: readonly string[], ...builds: string[]): Answer => ({
  kind: 'answered',
  organization,
  lookedAt,
  builds: new Map([[acme.sha, builds]]),
});
const refused = (organization: string, reason: string): Answer => ({ kind: 'refused', organization, reason });
const { organization, connection, sha } = acme;

describe('the answers of several Buildkite organizations', () => {
  const all = together(
    [
      answered('inc', [late, early], 'two', 'one', 'two'),
      refused('labs', 'scope-missing'),
      answered('app', [late], 'three'),
      refused('beta', 'organization-not-accessible'),
    ],
    now,
  );

  it('are as old as the oldest reply', () => {
    expect(all.lookedAt).toBe(early);
  });

  it('say who answered, who refused and why', () => {
    expect(all.answered).toEqual(['app', 'inc']);
    expect(all.refused).toEqual([
      { organization: 'beta', reason: 'organization-not-accessible' },
      { organization: 'labs', reason: 'scope-missing' },
    ]);
  });

  it('are one text for each commit', () => {
    const refusals = 'beta: organization-not-accessible, labs: scope-missing';
    expect(answerTo(sha, all)).toBe(`${refusals}, one, three, two`);
    expect(answerTo('another', all)).toBe(refusals);
    expect(answerTo(sha, together([answered('inc', [early])], now))).toBe('');
  });

  it('name each build once', () => {
    expect(all.builds(sha)).toEqual(['one', 'three', 'two']);
    expect(all.builds('another')).toEqual([]);
  });

  it('are of now, cut to the second, when nobody answered', () => {
    expect(together([refused('inc', 'token-rejected')], now).lookedAt).toBe('2026-11-23T12:00:09.000Z');
  });

  it('are the same in whatever order they come', () => {
    const answers = [answered('a', [late], 'x'), refused('b', 'r'), answered('c', [early], 'y')];
    const expected = commitLookedUp({ organization, connection }, sha, together(answers, now));
    fc.assert(
      fc.property(fc.shuffledSubarray(answers, { minLength: 3 }), (shuffled) => {
        const event = commitLookedUp({ organization, connection }, sha, together(shuffled, now));
        expect(event).toEqual(expected);
      }),
    );
  });
});

describe('a commit that was looked up', () => {
  const event = commitLookedUp(
    { organization, connection },
    sha,
    together([answered('inc', [early], acme.build), refused('labs', 'scope-missing')], now),
  );

  it('is an event of the published language', () => {
    const { key, value, headers } = encodeEvent(event);
    const buffers = Object.fromEntries(
      Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]),
    );
    const record = {
      topic: topics.commitLookUps.name,
      key: Buffer.from(key),
      value: Buffer.from(value),
      headers: buffers,
    };
    expect(decodeEvent(record)).toMatchObject({
      ok: true,
      event: {
        time: early,
        data: {
          organization,
          connection,
          sha,
          lookedAt: early,
          answered: ['inc'],
          refused: [{ organization: 'labs', reason: 'scope-missing' }],
          builds: [acme.build],
        },
      },
    });
  });

  it('has the same id when it is published again, and another when it says something else', () => {
    const other = (...answers: readonly Answer[]) =>
      commitLookedUp({ organization, connection }, sha, together(answers, now)).id;
    expect(other(answered('inc', [early], acme.build), refused('labs', 'scope-missing'))).toBe(event.id);
    expect(other(answered('inc', [late], acme.build), refused('labs', 'scope-missing'))).not.toBe(event.id);
    expect(other(answered('inc', [early], acme.build))).not.toBe(event.id);
    expect(other(answered('inc', [early]), refused('labs', 'scope-missing'))).not.toBe(event.id);
  });
});
