import { createHash } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';
import type { Person } from '../build/domain/build-record.js';
import { graphqlId } from '../identity/graphql-id.js';

const PEOPLE = '5d0f3c9e-6f0a-5d39-9d7c-0c8a3b1f4e21';

/** The UUID of a person, always the same for the same e-mail address. */
export function personId(person: Person): string {
  return uuidV5(person.email.toLowerCase(), PEOPLE);
}

/** A person as REST shows a user (Buildkite docs: REST API › User). */
export function personView(person: Person): Record<string, unknown> {
  const id = personId(person);
  return {
    id,
    graphql_id: graphqlId('User', id),
    name: person.name,
    email: person.email,
    avatar_url: `https://www.gravatar.com/avatar/${createHash('md5').update(person.email.toLowerCase()).digest('hex')}`,
    created_at: '2024-02-29T09:00:00.000Z',
  };
}
