import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';
import request from 'supertest';
import { Problem, problemDocument } from '../http/problem.js';
import { edgeApplication, issueTestKeys } from '../testing/index.js';
import { exampleControllers } from '../testing/things.controller.js';
import { serveOpenApi } from './serve-openapi.js';

let app: INestApplication<Server>;
beforeAll(async () => {
  const { entries } = issueTestKeys('acme');
  app = await edgeApplication({ controllers: exampleControllers, apiKeys: entries, prepare: serveOpenApi });
});
afterAll(() => app.close());

describe('the description of the API', () => {
  it('is open, and lists the routes and how to show a key', async () => {
    expect(await request(app.getHttpServer()).get('/openapi.json')).toMatchObject({
      status: 200,
      body: {
        openapi: expect.stringMatching(/^3\./) as string,
        paths: { '/v1/organizations/{org}/things': { get: {}, post: {} } },
        components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      },
    });
  });

  it('describes the fields that have rules of their own', async () => {
    const answer = await request(app.getHttpServer()).get('/openapi.json');
    expect(answer.body).toMatchObject({
      components: {
        schemas: { Thing: { properties: { label: { type: 'string', minLength: 1, maxLength: 255 } } } },
      },
    });
  });

  it('describes the parameters of lists', async () => {
    const answer = await request(app.getHttpServer()).get('/openapi.json');
    expect(answer.body).toMatchObject({
      paths: {
        '/v1/organizations/{org}/things': {
          get: {
            parameters: expect.arrayContaining([
              expect.objectContaining({
                name: 'limit',
                required: false,
                schema: { type: 'integer', minimum: 1, maximum: 100 },
              }),
            ]) as unknown[],
          },
        },
      },
    });
  });

  it('says for every route what a problem looks like', async () => {
    const answer = await request(app.getHttpServer()).get('/openapi.json');
    const { paths, components } = answer.body as {
      paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
      components: { schemas: { Problem: { required: string[] } } };
    };
    const routes = Object.values(paths).flatMap((methods) => Object.values(methods));
    for (const { responses } of routes) expect(responses).toHaveProperty('default');
    const document = problemDocument(new Problem(404, 'not-found', 'Nothing here.'), 'id');
    expect(components.schemas.Problem.required).toEqual(Object.keys(document));
  });

  it('has a page, which loads nothing from elsewhere', async () => {
    const page = await request(app.getHttpServer()).get('/docs');
    expect(page).toMatchObject({ status: 200, type: 'text/html' });
    expect(page.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    const scripts = [...page.text.matchAll(/<script src="([^"]+)"/g)].map(([, source]) => source ?? '');
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) {
      const { pathname } = new URL(script, 'http://x/docs');
      expect((await request(app.getHttpServer()).get(pathname)).status).toBe(200);
    }
  });
});
