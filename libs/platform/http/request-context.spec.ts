import express from 'express';
import type { Server } from 'node:http';
import request from 'supertest';
import { currentRequestId, requestContext } from './request-context.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const app = express();
app.use(requestContext, async (_request, response) => {
  await new Promise(setImmediate);
  response.send(currentRequestId());
});
const server = app as unknown as Server;

describe('the id of a request', () => {
  it('is made when none was sent, another one each time', async () => {
    const [first, second] = [await request(server).get('/'), await request(server).get('/')];
    expect(first.headers['x-request-id']).toMatch(uuid);
    expect(first.headers['x-request-id']).not.toBe(second.headers['x-request-id']);
  });

  it('is known to all that runs for the request, and to nothing else', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => request(server).get('/')));
    for (const { headers, text } of answers) expect(text).toBe(headers['x-request-id']);
    expect(currentRequestId()).toBeUndefined();
  });

  it('is the one that was sent, if that is a UUID', async () => {
    const id = '0b1f4f2e-8a8f-4b8c-9d5e-0a4f7f0d9c11';
    expect((await request(server).get('/').set('X-Request-Id', id.toUpperCase())).text).toBe(id);
  });

  it.each(['', 'x', `${'0'.repeat(200)}`, '0b1f4f2e-8a8f-4b8c-9d5e-0a4f7f0d9c11, x', '<script>'])(
    'is not %j: what goes into logs is not for clients to write',
    async (sent) => {
      expect((await request(server).get('/').set('X-Request-Id', sent)).text).toMatch(uuid);
    },
  );
});
