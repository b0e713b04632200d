import { TokenRejected, type Buildkite, type BuildkiteClient } from '#libs/buildkite';
import { Secret, type Vault } from '#libs/platform';
import { ConnectionClients } from './connection-clients.js';
import { TokenUnreadable } from './failure.js';

const connection = { id: 'one', organization: 'acme', tokenVersion: 'v1', buildkiteUser: 'ada' };

describe('Buildkite as a connection sees it', () => {
  let stored: Map<string, Secret>;
  let made: { readonly token: string; readonly user: string | undefined }[];
  let clients: ConnectionClients;

  beforeEach(() => {
    stored = new Map([['acme/one/v1', new Secret('first')]]);
    made = [];
    const vault = { get: async (...place: string[]) => stored.get(place.join('/')) } as unknown as Vault;
    const buildkite: Pick<Buildkite, 'client'> = {
      client(token, user) {
        if (token.reveal() === '') throw new TokenRejected('It is empty.');
        made.push({ token: token.reveal(), user });
        return {} as BuildkiteClient;
      },
    };
    clients = new ConnectionClients(vault, buildkite as Buildkite);
  });

  it('is asked with its token, as its user', async () => {
    await clients.of(connection);
    await clients.of({ ...connection, id: 'one', tokenVersion: 'v1' });
    expect(made).toEqual([{ token: 'first', user: 'ada' }]);
  });

  it('is asked with a token whose user is not known', async () => {
    await clients.of({ ...connection, buildkiteUser: null });
    expect(made).toEqual([{ token: 'first', user: undefined }]);
  });

  it('is asked with another token once that is there', async () => {
    await clients.of(connection);
    stored.set('acme/one/v2', new Secret('second'));
    await clients.of({ ...connection, tokenVersion: 'v2' });
    expect(made.map(({ token }) => token)).toEqual(['first', 'second']);
  });

  it('forgets the tokens of all but some connections', async () => {
    stored.set('acme/two/v1', new Secret('other'));
    await clients.of(connection);
    const kept = await clients.of({ ...connection, id: 'two' });
    clients.forgetAllBut(new Set(['two', 'three']));
    stored.clear();
    await expect(clients.of(connection)).rejects.toThrow(TokenUnreadable);
    expect(await clients.of({ ...connection, id: 'two' })).toBe(kept);
  });

  it('cannot be asked without a token in the vault', async () => {
    await expect(clients.of({ ...connection, organization: 'other' })).rejects.toThrow(TokenUnreadable);
  });

  it('cannot be asked with a token that does not open', async () => {
    const vault = { get: () => Promise.reject(new Error('The key is another.')) } as unknown as Vault;
    const closed = new ConnectionClients(vault, {} as Buildkite);
    await expect(closed.of(connection)).rejects.toMatchObject({
      code: 'token-unreadable',
      cause: { message: 'The key is another.' },
    });
  });

  it('says when a token can be none', async () => {
    stored.set('acme/one/v1', new Secret(''));
    await expect(clients.of(connection)).rejects.toThrow(TokenRejected);
  });
});
