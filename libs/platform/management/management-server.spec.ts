import { once } from 'node:events';
import type { Server } from 'node:http';
import request from 'supertest';
import { RecordingLog } from '../testing/recording-log.js';
import { managementServer } from './management-server.js';

const log = new RecordingLog();
let server: Server;

beforeAll(async () => {
  server = managementServer(
    {
      'GET /text': async () => ({ status: 200, body: 'a b' }),
      'GET /typed': async () => ({ status: 200, body: '<x/>', contentType: 'application/xml' }),
      'POST /object': async (parameters) => ({ status: 202, body: { topic: parameters.get('topic') } }),
      'GET /broken': () => Promise.reject(new Error('hunter2')),
    },
    log,
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await once(server, 'close');
});

describe('the management port', () => {
  it('answers with text, typed text and objects', async () => {
    expect(await request(server).get('/text')).toMatchObject({
      status: 200,
      text: 'a b',
      type: 'text/plain',
    });
    expect(await request(server).get('/typed')).toMatchObject({ status: 200, type: 'application/xml' });
    expect(await request(server).post('/object?topic=x')).toMatchObject({
      status: 202,
      body: { topic: 'x' },
    });
    expect((await request(server).head('/text')).status).toBe(200);
  });

  it('lists its routes to who asks for another', async () => {
    const { status, body } = (await request(server).get('/nope')) as { status: number; body: unknown };
    expect({ status, body }).toEqual({
      status: 404,
      body: { routes: ['GET /text', 'GET /typed', 'POST /object', 'GET /broken'] },
    });
    expect((await request(server).post('/text')).status).toBe(404);
  });

  it('says nothing of what went wrong, but the log does', async () => {
    const answer = await request(server).get('/broken');
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('hunter2');
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
  });

  it('is not for web pages', async () => {
    expect((await request(server).post('/object').set('Origin', 'https://evil.example')).status).toBe(403);
  });

  it('does not fall over a target that is no address', async () => {
    expect((await request(server).get('//')).status).toBe(404);
  });
});
