import { buildkiteUser } from './user.js';

describe('a Buildkite user', () => {
  it('has an id, a name and an address', () => {
    const json = {
      id: 'user-1',
      graphql_id: 'VXNlcg==',
      name: 'Ada',
      email: 'ada@example.com',
      avatar_url: 'x',
    };
    expect(buildkiteUser(json)).toEqual({ id: 'user-1', name: 'Ada', email: 'ada@example.com' });
  });

  it('may lack the address, as one did in 2023', () => {
    expect(buildkiteUser({ id: 'user-1', name: 'Ada' })).toEqual({ id: 'user-1', name: 'Ada', email: null });
  });

  it.each([null, [], {}, { name: 'Ada' }, 'user-1'])('is nobody when the reply is %j', (json) => {
    expect(buildkiteUser(json)).toBeUndefined();
  });
});
