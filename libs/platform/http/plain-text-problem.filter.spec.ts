import { Body, Controller, Post, UseFilters } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';
import request from 'supertest';
import { KeyInAnyForm, Roles } from '../access/route-access.js';
import { edgeApplication, issueTestKeys, RecordingLog } from '../testing/index.js';
import { Thing } from '../testing/things.controller.js';
import { PlainTextProblemFilter } from './plain-text-problem.filter.js';
import { Problem } from './problem.js';

@Controller('plain/:org')
@KeyInAnyForm()
@Roles('deployer')
@UseFilters(PlainTextProblemFilter)
class PlainController {
  @Post('things')
  make(@Body() { label }: Thing) {
    if (label === 'broken') throw new Error('hunter2');
    throw new Problem(503, 'unavailable', 'Not now.', { retryAfterSeconds: 2.2 });
  }
}

const { keys, entries } = issueTestKeys('acme');
const log = new RecordingLog();
let app: INestApplication<Server>;
beforeAll(async () => {
  app = await edgeApplication({ controllers: [PlainController], apiKeys: entries, log });
});
afterAll(() => app.close());

const post = (body: object) =>
  request(app.getHttpServer()).post('/plain/acme/things').auth(keys.deployer, { type: 'bearer' }).send(body);

describe('a problem as plain text', () => {
  it('has the status, the headers and the sentence', async () => {
    const answer = await post({ label: 'x' });
    expect(answer).toMatchObject({ status: 503, type: 'text/plain', text: 'Not now.' });
    expect(answer.headers['retry-after']).toBe('3');
  });

  it('names the faults', async () => {
    const { status, text } = await post({ label: '', extra: 1 });
    expect(status).toBe(400);
    expect(text).toContain('\nextra is not a field of this');
    expect(text).toContain('\nlabel must have 1 to 255 characters');
  });

  it('does not repeat a secret that came as the name of a field', async () => {
    const { text } = await post({ label: 'x', [`bkua_${'a'.repeat(40)}`]: 1 });
    expect(text).toContain('[secret] is not a field of this');
  });

  it('says it once when it is about no field', async () => {
    const { status, text } = await post([]);
    expect(status).toBe(400);
    expect(text).toMatch(/^\S.*$/);
  });

  it('is what the guard says, too', async () => {
    const answer = await request(app.getHttpServer()).post('/plain/acme/things').send({ label: 'x' });
    expect(answer).toMatchObject({ status: 401, type: 'text/plain' });
  });

  it('says nothing of a failure of ours, but the log does', async () => {
    const { status, text } = await post({ label: 'broken' });
    expect(status).toBe(500);
    expect(text).not.toContain('hunter2');
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
  });
});
