import { RecordingLog } from '../testing/recording-log.js';
import { Closers } from './closers.js';

describe('what was started', () => {
  it('is stopped in the opposite order, one behind the other', async () => {
    const steps: string[] = [];
    const closers = new Closers();
    for (const name of ['engine', 'application', 'requests']) {
      closers.add(name, async () => {
        steps.push(`${name} stops`);
        await new Promise(setImmediate);
        steps.push(`${name} stopped`);
      });
    }
    expect(await closers.closeAll(undefined)).toBe(true);
    expect(steps).toEqual([
      'requests stops',
      'requests stopped',
      'application stops',
      'application stopped',
      'engine stops',
      'engine stopped',
    ]);
  });

  it('is stopped although something else does not stop cleanly', async () => {
    const log = new RecordingLog();
    const stopped: string[] = [];
    const closers = new Closers();
    closers.add('engine', () => void stopped.push('engine'));
    closers.add('application', () => Promise.reject(new Error('stuck')));
    expect(await closers.closeAll(log)).toBe(false);
    expect(stopped).toEqual(['engine']);
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        data: expect.objectContaining({ part: 'application' }) as object,
      }),
    );
  });

  it('is stopped once', async () => {
    let times = 0;
    const closers = new Closers();
    closers.add('engine', () => void (times += 1));
    await Promise.all([closers.closeAll(undefined), closers.closeAll(undefined)]);
    await closers.closeAll(undefined);
    expect(times).toBe(1);
  });
});
