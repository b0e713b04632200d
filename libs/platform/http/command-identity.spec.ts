import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';
import request from 'supertest';
import { edgeApplication, issueTestKeys } from '../testing/index.js';
import { thrownBy } from '../testing/thrown-by.js';
import { exampleControllers } from '../testing/things.controller.js';
import { refuseReusedKey, type CommandIdentity } from './command-identity.js';

const acme = issueTestKeys('acme');
const other = issueTestKeys('other');
let app: INestApplication<Server>;
beforeAll(async () => {
  app = await edgeApplication({
    controllers: exampleControllers,
    apiKeys: [...acme.entries, ...other.entries],
  });
});
afterAll(() => app.close());

interface Sent {
  readonly organization?: string;
  readonly key?: string;
  readonly label?: string;
}

async function identityOf({ organization = 'acme', key, label = 'x' }: Sent): Promise<CommandIdentity> {
  const bearer = organization === 'acme' ? acme.keys.admin : other.keys.admin;
  const call = request(app.getHttpServer())
    .post(`/v1/organizations/${organization}/things/commands`)
    .auth(bearer, { type: 'bearer' });
  const { body } = (await (key === undefined ? call : call.set('Idempotency-Key', key)).send({ label })) as {
    body: CommandIdentity;
  };
  return body;
}

describe('a command', () => {
  it('is a new one each time without a key', async () => {
    const [first, second] = [await identityOf({}), await identityOf({})];
    expect(first.commandId).toMatch(/^[0-9a-f-]{36}$/);
    expect(first.commandId).not.toBe(second.commandId);
    expect(first.requestDigest).toBe(second.requestDigest);
  });

  it('is the same one when it comes again under its key', async () => {
    expect(await identityOf({ key: 'deploy-17' })).toEqual(await identityOf({ key: 'deploy-17' }));
  });

  it('is another one under another key, and for another organization', async () => {
    const { commandId } = await identityOf({ key: 'deploy-17' });
    expect((await identityOf({ key: 'deploy-18' })).commandId).not.toBe(commandId);
    expect((await identityOf({ key: 'deploy-17', organization: 'other' })).commandId).not.toBe(commandId);
  });

  it('keeps its id under the same key with another body, but its digest tells', async () => {
    const first = await identityOf({ key: 'deploy-17', label: 'x' });
    const second = await identityOf({ key: 'deploy-17', label: 'y' });
    expect(second.commandId).toBe(first.commandId);
    expect(second.requestDigest).not.toBe(first.requestDigest);
  });

  it.each(['x'.repeat(256), 'a b', 'ü'])('is refused with the key %j', async (key) => {
    const answer = await request(app.getHttpServer())
      .post('/v1/organizations/acme/things/commands')
      .auth(acme.keys.admin, { type: 'bearer' })
      .set('Idempotency-Key', Buffer.from(key).toString('latin1'))
      .send({ label: 'x' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-idempotency-key' } });
  });
});

describe('a key that comes with another body', () => {
  const identity = { commandId: 'c', requestDigest: 'digest', isKeyed: true };

  it('is refused', () => {
    expect(thrownBy(() => refuseReusedKey(identity, { requestDigest: 'another' }))).toMatchObject({
      status: 409,
      code: 'idempotency-key-reused',
    });
  });

  it.each([undefined, {}, { requestDigest: 'digest' }])('is not one when %j was kept', (recorded) => {
    expect(() => refuseReusedKey(identity, recorded)).not.toThrow();
  });
});
