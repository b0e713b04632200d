import { RecordingLog } from '#libs/platform/testing';
import { persistently } from './persistently.js';

describe('work that is done persistently', () => {
  it('is done once when it succeeds', async () => {
    const log = new RecordingLog();
    let times = 0;
    await persistently(async () => void (times += 1), {
      log,
      what: 'Polling',
      signal: new AbortController().signal,
    });
    expect(times).toBe(1);
    expect(log.lines).toEqual([]);
  });

  it('is begun again when it fails, and says so', async () => {
    const log = new RecordingLog();
    let times = 0;
    const work = async () => {
      times += 1;
      if (times === 1) throw new Error('The documents are away.');
    };
    await persistently(work, { log, what: 'Polling', signal: new AbortController().signal });
    expect(times).toBe(2);
    expect(log.lines).toMatchObject([{ level: 'warn', message: 'Polling failed; it is begun again' }]);
  });

  it('ends quietly when nobody wants it any more', async () => {
    const log = new RecordingLog();
    const stopping = new AbortController();
    const work = (): Promise<void> => {
      stopping.abort();
      return Promise.reject(new Error('Stopping.'));
    };
    await persistently(work, { log, what: 'Polling', signal: stopping.signal });
    expect(log.lines).toEqual([]);
  });

  it('does not rest on when nobody wants it any more', async () => {
    const log = new RecordingLog();
    const stopping = new AbortController();
    let times = 0;
    const work = (): Promise<void> => {
      times += 1;
      setImmediate(() => stopping.abort());
      return Promise.reject(new Error('Away.'));
    };
    await persistently(work, { log, what: 'Polling', signal: stopping.signal });
    expect(times).toBe(1);
  });
});
