import { personId, personView } from './person-view.js';

const ada = { name: 'Ada', email: 'Ada@example.com' };

describe('a person', () => {
  it('has the same id for every writing of the e-mail address, and another person another one', () => {
    expect(personId({ name: 'A. L.', email: 'ada@EXAMPLE.com' })).toBe(personId(ada));
    expect(personId({ name: 'Ada', email: 'ada@example.org' })).not.toBe(personId(ada));
  });

  it('is shown with an address of a picture and a GraphQL id', () => {
    const view = personView(ada);
    expect(view).toMatchObject({ id: personId(ada), name: 'Ada', email: 'Ada@example.com' });
    expect(view['avatar_url']).toMatch(/^https:\/\/www\.gravatar\.com\/avatar\/[0-9a-f]{32}$/);
    expect(Buffer.from(String(view['graphql_id']), 'base64').toString()).toBe(`User---${personId(ada)}`);
  });
});
