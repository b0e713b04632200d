import { Problem } from '#libs/platform';
import { slugOf } from './domain/slug.js';

/**
 * The slug that the caller gave, else the one that the name makes.
 * @throws Problem 400 `validation` when the name makes none
 */
export function slugFor({
  name,
  slug,
}: {
  readonly name: string;
  readonly slug?: string | undefined;
}): string {
  const made = slug ?? slugOf(name);
  if (made !== '') return made;
  const message = 'makes no slug: give one in the field slug';
  throw new Problem(400, 'validation', `name ${message}.`, {
    errors: [{ pointer: '/name', code: 'no-slug', message }],
  });
}
