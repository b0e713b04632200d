import { buildJson } from '../testing/payloads.js';
import { buildsPage, oldestCreation } from './builds-page.js';

const lookedAt = '2026-11-20T12:00:00.000Z';

describe('a page of builds', () => {
  it('is a look at each build, at the time of the reply', () => {
    const page = buildsPage([buildJson({ number: 2 }), buildJson({ number: 1 })], 'acme', lookedAt);
    expect(page.looks.map(({ build, ...look }) => ({ ...look, id: build.id }))).toEqual([
      { id: 'build-2', organization: 'acme', lookedAt },
      { id: 'build-1', organization: 'acme', lookedAt },
    ]);
    expect(page).toMatchObject({ lookedAt, unreadable: [] });
  });

  it('belongs to the organization in the address of each build, else to the one that was asked', () => {
    const page = buildsPage([buildJson(), buildJson({ url: null })], 'renamed', lookedAt);
    expect(page.looks.map(({ organization }) => organization)).toEqual(['acme', 'renamed']);
  });

  it('names what cannot be read, and keeps the rest', () => {
    const page = buildsPage(
      [buildJson({ number: 1 }), buildJson({ id: 'x', created_at: null }), null],
      'acme',
      lookedAt,
    );
    expect(page.looks).toHaveLength(1);
    expect(page.unreadable).toEqual([
      { id: 'x', reason: 'no-created-at' },
      { id: undefined, reason: 'not-an-object' },
    ]);
  });
});

describe('the oldest creation on a page', () => {
  it('counts builds that cannot be read, too', () => {
    const rows = [
      { created_at: '2026-11-20T10:00:02Z' },
      { created_at: '2026-11-20 10:00:01 UTC' },
      { created_at: 'soon' },
      null,
    ];
    expect(oldestCreation(rows)).toBe('2026-11-20T10:00:01.000Z');
    expect(oldestCreation([])).toBeUndefined();
  });
});
