import { aBuild, NOON, sha } from '../../testing/a-build.js';
import { at } from '../build/at.js';
import { truthAt } from './truth.js';

const build = aBuild({
  commit: 'HEAD',
  script: [
    at('1s').running(),
    at('2s').commitResolved(sha(7)),
    at('4s').failing(),
    at('6s').blocked(),
    at('9s').deleted(),
  ],
});

describe('the truth about a build', () => {
  it('is told in full for an instant', () => {
    expect(truthAt(build, NOON + 6_500)).toEqual({
      id: build.id,
      number: 1,
      organization: 'acme',
      pipelineId: build.pipelineId,
      at: '2026-03-01T12:00:06.500Z',
      createdAt: '2026-03-01T12:00:00.000Z',
      state: 'blocked',
      blocked: true,
      commit: sha(7),
      startedAt: '2026-03-01T12:00:01.000Z',
      failingAt: '2026-03-01T12:00:04.000Z',
      finishedAt: '2026-03-01T12:00:06.000Z',
    });
  });

  it('is that there is none before its creation and after its deletion', () => {
    const nothing = {
      state: null,
      blocked: false,
      commit: null,
      startedAt: null,
      failingAt: null,
      finishedAt: null,
    };
    expect(truthAt(build, NOON - 1)).toMatchObject(nothing);
    expect(truthAt(build, NOON + 9_000)).toMatchObject(nothing);
  });

  it('is of that instant, not of a later one', () => {
    expect(truthAt(build, NOON + 1_999)).toMatchObject({ state: 'running', commit: 'HEAD', failingAt: null });
  });
});
