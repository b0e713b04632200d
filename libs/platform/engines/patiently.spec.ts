import { RecordingLog } from '../testing/recording-log.js';
import { patiently, type Patience } from './patiently.js';

class Unreachable extends Error {
  readonly code = 'bus-unreachable';
}

let time: number;
let log: RecordingLog;
let stop: AbortController;
beforeEach(() => {
  time = 0;
  log = new RecordingLog();
  stop = new AbortController();
});

function patience(changes: Partial<Patience> = {}): Patience {
  return {
    waitMs: 10_000,
    log,
    signal: stop.signal,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      time += ms;
    },
    now: () => time,
    ...changes,
  };
}

/** Opens at the n-th try. */
function opensAt(n: number, failure: () => Error = () => new Unreachable('Kafka does not answer.')) {
  let tries = 0;
  return async () => {
    tries += 1;
    if (tries < n) throw failure();
    return `opened at try ${tries}`;
  };
}

describe('opening an engine', () => {
  it('says nothing when it answers', async () => {
    expect(await patiently(opensAt(1), patience())).toBe('opened at try 1');
    expect(log.lines).toEqual([]);
  });

  it('waits for one that comes up later, and says what it waits for', async () => {
    expect(await patiently(opensAt(4), patience())).toBe('opened at try 4');
    expect(log.lines).toHaveLength(3);
    expect(log.lines[0]).toMatchObject({ level: 'warn', data: { reason: 'Kafka does not answer.' } });
  });

  it('gives up when the time is over', async () => {
    await expect(patiently(opensAt(100), patience())).rejects.toThrow('Kafka does not answer.');
    expect(time).toBe(10_000);
  });

  it('counts the time that trying takes', async () => {
    const slow = async (): Promise<never> => {
      time += 9_500;
      throw new Unreachable('slow');
    };
    await expect(patiently(slow, patience())).rejects.toThrow('slow');
    expect(log.lines).toEqual([]);
  });

  it('does not wait for what waiting does not mend', async () => {
    const wrong = opensAt(2, () => Object.assign(new Error('Wrong password.'), { code: 'bus-unusable' }));
    await expect(patiently(wrong, patience())).rejects.toThrow('Wrong password.');
    await expect(
      patiently(
        opensAt(2, () => new TypeError('bug')),
        patience(),
      ),
    ).rejects.toThrow('bug');
  });

  it('ends when it is told to', async () => {
    stop.abort(new Error('SIGTERM'));
    await expect(patiently(opensAt(2), patience())).rejects.toThrow('SIGTERM');
  });

  it('pauses by the machine’s clock', async () => {
    const began = performance.now();
    await patiently(opensAt(2), { waitMs: 10_000, log, signal: stop.signal });
    expect(performance.now() - began).toBeGreaterThan(900);
  });
});
