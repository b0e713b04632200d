import { Controller, Get, Res } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import type { Response } from 'express';
import type { Server } from 'node:http';
import request from 'supertest';
import { Open } from '../access/route-access.js';
import { edgeApplication, RecordingLog, rejectionOf } from '../testing/index.js';
import { Problem } from './problem.js';

@Controller('problems')
@Open()
class ProblemsController {
  @Get('busy')
  busy(): never {
    throw new Problem(503, 'buildkite-rate-limited', 'Buildkite asks for a pause.', {
      retryAfterSeconds: 0.2,
      headers: { 'X-Limit': '200' },
    });
  }

  @Get('half')
  half(@Res() response: Response): never {
    response.status(200).write('{"half":');
    throw new Error('broken');
  }
}

const log = new RecordingLog();
let app: INestApplication<Server>;
beforeAll(async () => {
  app = await edgeApplication({ controllers: [ProblemsController], apiKeys: [], log });
});
afterAll(() => app.close());

describe('a problem on its way out', () => {
  it('has its status, its type and its headers; a pause is never shorter than a second', async () => {
    const answer = await request(app.getHttpServer()).get('/problems/busy');
    expect(answer).toMatchObject({ status: 503, type: 'application/problem+json' });
    expect(answer.headers).toMatchObject({
      'retry-after': '1',
      'x-limit': '200',
      'cache-control': 'no-store',
    });
  });

  it('names the request, as the answer does', async () => {
    const answer = await request(app.getHttpServer()).get('/problems/busy');
    expect(answer.body).toMatchObject({ instance: `urn:uuid:${answer.headers['x-request-id']}` });
  });

  it('is no error of ours when the problem is not: nothing is logged as one', async () => {
    const before = log.lines.filter(({ level }) => level === 'error').length;
    await request(app.getHttpServer()).get('/problems/busy');
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(before);
  });

  it('breaks off an answer that has begun, so that nobody takes half of it for the whole', async () => {
    expect(await rejectionOf(request(app.getHttpServer()).get('/problems/half').then())).toBeDefined();
    expect(log.lines.at(-2)).toMatchObject({ level: 'error' });
    expect(log.lines.at(-1)?.data).toMatchObject({ status: 499 });
  });
});
