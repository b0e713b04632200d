import express from 'express';
import type { Server } from 'node:http';
import { Registry } from 'prom-client';
import request from 'supertest';
import { rememberCaller } from '../access/caller.js';
import { RecordingLog } from '../testing/recording-log.js';
import { observeRequests } from './request-metrics.js';

function application() {
  const registry = new Registry();
  const log = new RecordingLog();
  const app = express();
  app.use(observeRequests(registry, log));
  app.get('/things/:id', (call, response) => {
    rememberCaller(call, { organization: 'acme', role: 'viewer', key: '01234567' });
    response.status(call.params.id === 'missing' ? 404 : 200).end();
  });
  return { registry, log, server: app as unknown as Server };
}

describe('a request', () => {
  it('is counted by method, route and status', async () => {
    const { registry, server } = application();
    await request(server).get('/things/1?token=hunter2');
    await request(server).get('/things/2');
    await request(server).get('/things/missing');
    const text = await registry.metrics();
    expect(text).toContain(
      'http_request_duration_seconds_count{method="GET",route="/things/:id",status="200"} 2',
    );
    expect(text).toContain(
      'http_request_duration_seconds_count{method="GET",route="/things/:id",status="404"} 1',
    );
    expect(text).not.toContain('hunter2');
  });

  it('is logged with who sent it, but not with what it carried', async () => {
    const { log, server } = application();
    await request(server).get('/things/1?token=hunter2');
    expect(log.lines).toEqual([
      {
        level: 'info',
        message: 'Request answered.',
        data: {
          method: 'GET',
          route: '/things/:id',
          status: 200,
          durationMs: expect.any(Number) as number,
          organization: 'acme',
          key: '01234567',
        },
      },
    ]);
  });

  it('never makes a label of what a client made up', async () => {
    const { registry, server } = application();
    await request(server).get('/made-up');
    await request(server).propfind('/things/1');
    const text = await registry.metrics();
    expect(text).toContain('{method="GET",route="unmatched",status="404"} 1');
    expect(text).toContain('{method="other",route="unmatched",status="404"} 1');
    expect(text).not.toMatch(/made-up|PROPFIND/);
  });
});
