import fc from 'fast-check';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { inspect } from 'node:util';
import { openMongoDocuments } from './open-mongo-documents.js';
import { ScriptedMongod, type Command } from './testing/scripted-mongod.js';

const password = 'pa55word-of-the-database';
/** As a connection string may say it; five seconds otherwise. */
const hasty = 'serverSelectionTimeoutMS=500';

async function refusal(uri: string): Promise<Error & { readonly code: string }> {
  const outcome: unknown = await openMongoDocuments({ uri }).catch((error: unknown) => error);
  if (!(outcome instanceof Error)) throw new Error('It opened.');
  return outcome as Error & { readonly code: string };
}

function withLogin(uri: string): string {
  return uri.replace('://', `://builds:${password}@`);
}

describe('Opening documents in MongoDB', () => {
  const servers: ScriptedMongod[] = [];

  async function serve(self: Command, script?: (command: Command) => Command | undefined): Promise<string> {
    const server = new ScriptedMongod(self, script);
    servers.push(server);
    return server.start();
  }

  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
  });

  it('opens what is in a replica set, and leaves nothing open', async () => {
    const documents = await openMongoDocuments({ uri: await serve({ setName: 'rs0' }) });
    await documents.ping();
    await documents.close();
    await expect(documents.ping()).rejects.toMatchObject({ code: 'documents-unreachable' });
  });

  it('refuses a server that runs alone, which may lose writes, and says what to do', async () => {
    const error = await refusal(await serve({}));
    expect(error).toMatchObject({ code: 'documents-unusable', name: 'DocumentsUnusable' });
    expect(error.message).toMatch(/^MongoDB at 127\.0\.0\.1:\d+ runs alone.*--replSet rs0.*rs\.initiate\(\)/);
  });

  it('says the same when the connection string asks for a replica set', async () => {
    const error = await refusal(`${await serve({})}?replicaSet=rs0&${hasty}`);
    expect(error.code).toBe('documents-unusable');
    expect(error.message).toContain('runs alone');
  });

  it('says when a replica set has not been initiated', async () => {
    const error = await refusal(
      `${await serve({ isreplicaset: true, isWritablePrimary: false, ismaster: false })}?replicaSet=rs0&${hasty}`,
    );
    expect(error.code).toBe('documents-unusable');
    expect(error.message).toContain('has not been initiated. Run rs.initiate()');
  });

  it('says when a replica set has no primary', async () => {
    const self = { setName: 'rs0', isWritablePrimary: false, ismaster: false, secondary: true };
    const error = await refusal(`${await serve(self)}?${hasty}`);
    expect(error.code).toBe('documents-unreachable');
    expect(error.message).toContain('the replica set has no primary');
  });

  it('says when it is another replica set', async () => {
    const error = await refusal(`${await serve({ setName: 'production' })}?replicaSet=rs0&${hasty}`);
    expect(error.code).toBe('documents-unusable');
    expect(error.message).toContain('is in the replica set production, not in rs0');
  });

  it('says when the server wants a login', async () => {
    const uri = await serve({ setName: 'rs0' }, (command) =>
      'listCollections' in command ? { ok: 0, code: 13, errmsg: 'requires authentication' } : { ok: 1 },
    );
    const error = await refusal(uri);
    expect(error.code).toBe('documents-unusable');
    expect(error.message).toContain('work on scripted. Give it the role readWrite');
  });

  it('says when the server refuses the login, but not which', async () => {
    const uri = await serve({ setName: 'rs0' }, (command) =>
      'saslStart' in command ? { ok: 0, code: 18, errmsg: 'Authentication failed.' } : { ok: 1 },
    );
    const error = await refusal(withLogin(uri));
    expect(error.code).toBe('documents-unusable');
    expect(error.message).toContain('refuses the user or the password in MONGODB_URI');
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(password);
  });

  it('gives up in time when nothing listens there', async () => {
    const server = new ScriptedMongod({});
    const uri = await server.start();
    const { host } = server;
    await server.stop();

    const began = performance.now();
    const error = await refusal(withLogin(uri));
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(error).toMatchObject({ code: 'documents-unreachable', hosts: host });
    expect(error.message).toMatch(/^MongoDB at .* does not answer: connect ECONNREFUSED .*\. Start it, or/);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(password);
  });

  describe('where somebody listens who never answers', () => {
    let server: Server;

    beforeEach(async () => {
      server = createServer((socket) => socket.on('error', () => socket.destroy()).resume());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });

    afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

    it('gives up in time', async () => {
      const { port } = server.address() as AddressInfo;
      const error = await refusal(`mongodb://127.0.0.1:${port}/silent?replicaSet=rs0&${hasty}`);
      expect(error).toMatchObject({ code: 'documents-unreachable', hosts: `127.0.0.1:${port}` });
    });
  });

  it.each([
    ['of another engine', `postgres://builds:${password}@localhost/documents`],
    ['with a password that is not percent-encoded', `mongodb://builds:${password}@x@localhost/documents`],
    ['with a port that is none', `mongodb://builds:${password}@localhost:port/documents`],
    ['with an option that there is not', `mongodb://builds:${password}@localhost/documents?surely=yes`],
    ['with a login that is not percent-encoded', `mongodb://builds%:${password}@localhost/documents`],
    ['with a file that is not there', `mongodb://builds:${password}@localhost/d?tls=true&tlsCAFile=/none`],
    ['without a database', `mongodb://builds:${password}@localhost/?replicaSet=rs0`],
  ])('refuses a connection string %s, without repeating it', async (_name, uri) => {
    const error = await refusal(uri);
    expect(error.code).toBe('documents-unusable');
    expect(error.message).toContain('MONGODB_URI');
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(password);
  });

  /** Characters that no message has four of, and those that part a connection string. */
  const awkward = fc.string({ unit: fc.constantFrom(...'QZJ089ä:/?#[]@%&=,'), minLength: 4, maxLength: 24 });

  it('repeats no part of any password', async () => {
    const ends = fc.constantFrom('mongo:27017/db?surely=yes', 'mongo:27017', 'mongo/?surely=yes', 'a,b');
    await fc.assert(
      fc.asyncProperty(awkward, ends, async (secret, end) => {
        const { message } = await refusal(`mongodb://snap:${secret}@${end}`);
        const parts = Array.from(secret, (_, start) => secret.slice(start, start + 4));
        expect(parts.filter((part) => part.length === 4 && message.includes(part))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
