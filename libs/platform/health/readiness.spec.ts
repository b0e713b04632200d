import { Readiness } from './readiness.js';

describe('readiness', () => {
  it('is there while the process runs and everything answers', async () => {
    const readiness = new Readiness();
    readiness.needs('bus', async () => undefined);
    expect(await readiness.report()).toEqual({ ready: false, phase: 'starting', checks: { bus: 'ok' } });
    readiness.enter('running');
    expect(await readiness.report()).toEqual({ ready: true, phase: 'running', checks: { bus: 'ok' } });
    readiness.enter('stopping');
    expect(await readiness.report()).toMatchObject({ ready: false, phase: 'stopping' });
  });

  it('says which part fails, not how', async () => {
    const readiness = new Readiness();
    readiness.enter('running');
    readiness.needs('bus', async () => undefined);
    readiness.needs('documents', () => Promise.reject(new Error('mongodb://user:hunter2@db')));
    const report = await readiness.report();
    expect(report).toMatchObject({ ready: false, checks: { bus: 'ok', documents: 'failed' } });
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });

  it('counts a check that throws, and one that does not answer in time, as failed', async () => {
    const readiness = new Readiness(10);
    readiness.enter('running');
    readiness.needs('throws', () => {
      throw new Error('x');
    });
    readiness.needs('hangs', () => new Promise(() => undefined));
    expect(await readiness.report()).toMatchObject({
      ready: false,
      checks: { throws: 'failed', hangs: 'failed' },
    });
  });

  it('asks anew each time, and nothing in between', async () => {
    let asked = 0;
    const readiness = new Readiness();
    readiness.needs('bus', async () => (asked += 1));
    await readiness.report();
    await readiness.report();
    expect(asked).toBe(2);
  });
});
