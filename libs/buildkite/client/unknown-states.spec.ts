import { RecordingLog } from '#libs/platform/testing';
import { buildJson } from '../testing/payloads.js';
import { buildsPage } from './builds-page.js';
import { noteUnknownStates } from './unknown-states.js';

const pageOf = (...states: string[]) =>
  buildsPage(
    states.map((state) => buildJson({ state })),
    'acme',
    '2026-11-20T12:00:00.000Z',
  );

describe('a state that is not known', () => {
  it('is noted once', () => {
    const log = new RecordingLog();
    const note = noteUnknownStates(log);
    note(pageOf('passed', 'quarantined', 'quarantined'));
    note(pageOf('quarantined', 'waiting_failed'));
    expect(log.lines.map(({ level, data }) => [level, data['state']])).toEqual([
      ['warn', 'quarantined'],
      ['warn', 'waiting_failed'],
    ]);
  });

  it('does not fill the log, however many there are', () => {
    const log = new RecordingLog();
    const note = noteUnknownStates(log);
    for (let n = 0; n < 300; n++) note(pageOf(`state-${n}`));
    expect(log.lines).toHaveLength(100);
  });
});
