import type { ObservedBuild } from '#libs/contracts';
import { aLook } from '../testing/facts.js';
import { looksAround } from './look.js';
import { stateByInstants } from './state-by-instants.js';

const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 10, 0, second)).toISOString();
const look = (second: number, state: string, build: Partial<ObservedBuild> = {}) =>
  aLook(at(second), { state, ...build });

/** State and certainty at second 10 of the minute; the last look is the one after it. */
function told(...looks: ReturnType<typeof look>[]) {
  const after = looks.at(-1) ?? look(12, 'running');
  const { state, certainty } = stateByInstants(looksAround(looks, at(10)), after, at(10));
  return [state, certainty];
}

describe('A failure that had been by T', () => {
  const failed = { startedAt: at(2), failingAt: at(5) };

  it.each(['failing', 'failed', 'canceling', 'canceled'])('stands while a look shows %s', (state) => {
    const [first] = told(
      look(8, 'running', { startedAt: at(2) }),
      look(12, state, { ...failed, finishedAt: at(11) }),
    );
    expect(first).toBe('failing');
  });

  it.each(['running', 'passed', 'blocked'])('was taken back when a look shows %s: uncertain', (state) => {
    const after = look(12, state, { ...failed, finishedAt: at(11) });
    expect(told(look(8, 'failing', failed), after)).toEqual(['failing', 'uncertain']);
    expect(told(after)).toEqual(['running', 'uncertain']);
  });

  it('was taken back when the look before shows it running', () => {
    const after = look(12, 'failed', { ...failed, finishedAt: at(11) });
    expect(told(look(8, 'running', failed), after)).toEqual(['running', 'uncertain']);
  });

  it('leaves running, not what a look from before the start or the end of the build showed', () => {
    const after = look(12, 'running', failed);
    expect(told(look(8, 'scheduled'), after)).toEqual(['running', 'uncertain']);
    expect(told(look(8, 'failed', { ...failed, finishedAt: at(7) }), after)).toEqual([
      'running',
      'uncertain',
    ]);
  });

  it('does not matter when it came after T', () => {
    const after = look(12, 'passed', { startedAt: at(2), failingAt: at(11), finishedAt: at(11) });
    expect(told(look(8, 'scheduled'), after)).toEqual(['running', 'derived']);
  });
});

describe('Canceling', () => {
  it('goes on until the build is canceled', () => {
    const before = look(8, 'canceling', { startedAt: at(2) });
    const after = look(12, 'canceled', { startedAt: at(2), finishedAt: at(11) });
    expect(told(before, after)).toEqual(['canceling', 'derived']);
  });

  it('begins at an instant that nothing tells', () => {
    const before = look(8, 'running', { startedAt: at(2) });
    expect(told(before, look(12, 'canceling', { startedAt: at(2) }))).toEqual(['running', 'uncertain']);
    expect(told(look(8, 'canceling'), look(12, 'quarantined'))).toEqual(['canceling', 'uncertain']);
  });
});

describe('A change whose instant nothing tells makes the state uncertain', () => {
  it.each([
    ['creating', 'scheduled'],
    ['creating', 'canceled'],
    ['quarantined', 'running'],
    ['scheduled', 'quarantined'],
  ])('from %s to %s', (before, after) => {
    const finishedAt = after === 'canceled' ? at(11) : null;
    expect(told(look(8, before), look(12, after, { finishedAt }))[1]).toBe('uncertain');
  });

  it.each(['skipped', 'not_run'])('to %s without a time of finishing', (state) => {
    expect(told(look(8, 'scheduled'), look(12, state))).toEqual(['scheduled', 'uncertain']);
    expect(told(look(8, 'scheduled'), look(12, state, { finishedAt: at(11) }))).toEqual([
      'scheduled',
      'derived',
    ]);
  });
});
