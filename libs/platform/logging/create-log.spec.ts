import express from 'express';
import request from 'supertest';
import type { Log } from '../log.js';
import { requestContext } from '../http/request-context.js';
import { Secret } from '../secret.js';
import { createLog } from './create-log.js';
import { nestLog } from './nest-log.js';

function logging(
  level: 'debug' | 'info' = 'info',
  format: 'json' | 'pretty' = 'json',
): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: createLog({ level, format, write: (line) => lines.push(line) }), lines };
}

function parsed(lines: readonly string[]): unknown[] {
  return lines.map((line) => JSON.parse(line) as unknown);
}

describe('the log', () => {
  it('writes one JSON object a line', () => {
    const { log, lines } = logging();
    log.info({ deploy: 'd1' }, 'Snapshot taken.');
    expect(lines[0]?.endsWith('}\n')).toBe(true);
    expect(parsed(lines)).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
        deploy: 'd1',
        message: 'Snapshot taken.',
      },
    ]);
  });

  it('leaves out what is less important than its level', () => {
    const { log, lines } = logging();
    log.debug({}, 'no');
    log.warn({}, 'yes');
    log.error({}, 'yes');
    expect(parsed(lines)).toMatchObject([{ level: 'warn' }, { level: 'error' }]);
  });

  it('has children that carry more', () => {
    const { log, lines } = logging();
    log.child({ service: 'builds' }).info({ cycle: 3 }, 'x');
    expect(parsed(lines)).toMatchObject([{ service: 'builds', cycle: 3 }]);
  });

  it('tells of errors with their causes', () => {
    const { log, lines } = logging();
    log.error({ error: new Error('outer', { cause: new Error('inner') }) }, 'Failed.');
    expect(parsed(lines)).toMatchObject([
      { error: { type: 'Error', message: 'outer', cause: { message: 'inner' } } },
    ]);
  });

  it('holds no secret, wherever one was put', () => {
    const { log, lines } = logging();
    const token = `bkua_${'a1b2c3d4'.repeat(5)}`;
    log.info(
      { token: 'hunter2', nested: { authorization: 'hunter2' }, key: new Secret('hunter2') },
      `got ${token}`,
    );
    log.child({ note: token }).error({ error: new Error(`Bearer hunter2hunter2 ${token}`) }, 'x');
    expect(lines.join()).not.toMatch(/hunter2|bkua_a1/);
    expect(lines).toHaveLength(2);
  });

  it('names the request that a line belongs to', async () => {
    const { log, lines } = logging();
    const app = express();
    app.use(requestContext, async (_request, response) => {
      await Promise.resolve();
      log.info({}, 'inside');
      response.end();
    });
    const id = '0b1f4f2e-8a8f-4b8c-9d5e-0a4f7f0d9c11';
    await request(app).get('/').set('X-Request-Id', id);
    log.info({}, 'outside');
    expect(parsed(lines)).toEqual([
      expect.objectContaining({ message: 'inside', requestId: id }),
      expect.not.objectContaining({ requestId: id }),
    ]);
  });
});

describe('the log for people', () => {
  it('writes the time of day, the level, the sentence and the data', () => {
    const { log, lines } = logging('info', 'pretty');
    log.info({ port: 8080, note: 'two words', on: true }, 'Listening.');
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info {2}Listening\. port=8080 note="two words" on=true\n$/);
  });

  it('puts the stack of an error on lines of its own', () => {
    const { log, lines } = logging('info', 'pretty');
    log.error({ error: new Error('broken') }, 'Failed.');
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d ERROR Failed\.\n {4}Error: broken\n {8}at /);
    log.warn({ error: 'no stack' }, 'Odd.');
    expect(lines[1]).toMatch(/WARN {2}Odd\.\n {4}"no stack"\n$/);
  });
});

describe("Nest's words", () => {
  it('go to the same log: its faults as errors, its chatter for debugging', () => {
    const { log, lines } = logging('debug');
    const nest = nestLog(log);
    nest.log('Mapped {/x, GET} route', 'RouterExplorer');
    nest.warn('Careful', 'Some');
    nest.error(new Error('broken'), 'stack', 'ExceptionHandler');
    nest.debug?.('d');
    nest.verbose?.('v');
    nest.fatal?.('f', 'Main');
    expect(parsed(lines)).toMatchObject([
      { level: 'debug', context: 'RouterExplorer', message: 'Mapped {/x, GET} route' },
      { level: 'warn', context: 'Some' },
      { level: 'error', context: 'ExceptionHandler', error: { message: 'broken' } },
      { level: 'debug', message: 'd' },
      { level: 'debug', message: 'v' },
      { level: 'error', context: 'Main', message: 'f' },
    ]);
  });
});
