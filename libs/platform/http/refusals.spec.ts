import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';
import request from 'supertest';
import { Refused } from '#libs/event-store';
import { edgeApplication, issueTestKeys } from '../testing/index.js';
import { exampleControllers } from '../testing/things.controller.js';
import { Problem } from './problem.js';
import { problemOfRefusal } from './refusals.js';

describe('the problem of a refusal', () => {
  const refused = new Refused('label-duplicate', 'The label is taken.', { label: 'x' });

  it('has the status that the feature gives it', () => {
    expect(problemOfRefusal(refused, { 'label-duplicate': 422 })).toMatchObject({
      status: 422,
      code: 'label-duplicate',
      detail: 'The label is taken.',
    });
  });

  it('is made by the feature if it wants to', () => {
    const table = {
      'label-duplicate': ({ code }: Refused) => new Problem(409, code, 'Later.', { retryAfterSeconds: 1 }),
    };
    expect(problemOfRefusal(refused, table)).toMatchObject({ status: 409, extras: { retryAfterSeconds: 1 } });
  });

  it('is a conflict when the feature says nothing', () => {
    expect(problemOfRefusal(refused, {})).toMatchObject({ status: 409, code: 'label-duplicate' });
    expect(problemOfRefusal(new Refused('constructor', 'x'), {})).toMatchObject({
      status: 409,
      code: 'constructor',
    });
  });
});

describe('a command that the rules refuse', () => {
  const { keys, entries } = issueTestKeys('acme');
  let app: INestApplication<Server>;
  beforeAll(async () => {
    app = await edgeApplication({ controllers: exampleControllers, apiKeys: entries });
  });
  afterAll(() => app.close());

  it.each([
    ['thing-taken', 409, 'The rules do not allow it.'],
    ['thing-odd', 422, 'The rules do not allow it. Really.'],
    ['thing-unknown', 409, 'The rules do not allow it.'],
  ])('%s is answered as the controller says', async (code, status, detail) => {
    const path = `/v1/organizations/acme/things/refused/${code}`;
    const answer = await request(app.getHttpServer()).post(path).auth(keys.admin, { type: 'bearer' });
    expect(answer).toMatchObject({
      status,
      type: 'application/problem+json',
      body: { code, detail, status },
    });
  });
});
