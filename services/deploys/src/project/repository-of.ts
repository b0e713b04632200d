import { normalizeRepository } from '#libs/contracts';
import { Problem } from '#libs/platform';

/**
 * The repository as `host/owner/name`.
 * @throws Problem 400 `validation` for what is no address of a repository
 */
export function repositoryOf(text: string): string {
  const repository = normalizeRepository(text);
  if (repository !== undefined) return repository;
  const message = 'must be the address of a git repository, e.g. git@github.com:acme/shop.git';
  throw new Problem(400, 'validation', `repository ${message}.`, {
    errors: [{ pointer: '/repository', code: 'is-repository', message }],
  });
}
