import { jest } from '@jest/globals';
import { RecordingLog } from '#libs/platform/testing';
import { begun, ended, refusedBy, requested, type Backfill } from './domain/backfill.js';
import { ProgressLog } from './progress-log.js';

const noon = new Date('2026-11-23T12:00:00.000Z');
const cause = { organization: 'acme', connection: 'one', repository: 'github.com/acme/shop', cause: 'it' };
const running = begun(requested(cause, noon), noon, 3_600_000);
const after = (pages: number): Backfill => ({ ...running, pages });

describe('the log of a backfill', () => {
  let log: RecordingLog;
  let progress: ProgressLog;

  beforeEach(() => {
    jest.useFakeTimers({ now: noon, doNotFake: ['nextTick', 'setImmediate'] });
    log = new RecordingLog();
    progress = new ProgressLog(log);
  });

  afterEach(() => void jest.useRealTimers());

  const told = () => log.lines.map(({ message, data }) => `${message}: ${String(data['done'])}`);

  it('tells of the beginning, of every tenth page and of the end', () => {
    progress.begin(running);
    for (let pages = 1; pages <= 25; pages += 1) progress.page(after(pages));
    progress.end(ended(after(25), noon));
    expect(told()).toEqual([
      'Builds of the past are read: 0',
      'Builds of the past are being read: 10',
      'Builds of the past are being read: 20',
      'Builds of the past have been read: 25',
    ]);
    expect(log.lines[0]).toMatchObject({
      level: 'info',
      data: { organization: 'acme', connection: 'one', repository: 'github.com/acme/shop' },
    });
  });

  it('tells sooner when pages take long', () => {
    progress.begin(running);
    for (let pages = 1; pages <= 6; pages += 1) {
      jest.advanceTimersByTime(4_000);
      progress.page(after(pages));
    }
    expect(told().slice(1)).toEqual([
      'Builds of the past are being read: 3',
      'Builds of the past are being read: 6',
    ]);
  });

  it('warns of a Buildkite organization that refuses, and says that it will be asked again', () => {
    const failure = { kind: 'refused', code: 'scope-missing', detail: 'It lacks a scope.' } as const;
    progress.refused(running, { buildkiteOrganization: 'acme-labs', pipeline: null }, failure);
    progress.end(ended(refusedBy(running, 'acme-labs'), noon));
    expect(log.lines).toMatchObject([
      { level: 'warn', data: { buildkiteOrganization: 'acme-labs', code: 'scope-missing' } },
      {
        level: 'info',
        message: 'Builds of the past will be read on, later',
        data: { refused: [{ buildkiteOrganization: 'acme-labs', pipeline: null }] },
      },
    ]);
  });
});
