import { objectOf, textOf } from './json.js';

/**
 * Who made a build, as a name to show: the Buildkite user (`creator`), else the commit's author, which for pushes of
 * people outside the organization is the only one there. An author may be an object, `{}`, a text or missing; e-mail
 * addresses are not kept.
 */
export function creatorName(creator: unknown, author: unknown): string | undefined {
  return nameIn(creator) ?? nameIn(author);
}

function nameIn(person: unknown): string | undefined {
  const written = typeof person === 'string' ? person : objectOf(person)?.['name'];
  const name = textOf(written, 200)
    ?.replace(/<[^>]*>?/, '')
    .trim();
  return name === undefined || name === '' || name.includes('@') ? undefined : name;
}
