import type { CheckedToken } from '../integration/domain/events.js';

/** What Buildkite says about a good token; what is not given is as in this one. */
export function aCheckedToken(changes: Partial<CheckedToken> = {}): CheckedToken {
  const version = changes.version ?? '00000000-0000-4000-8000-0000000000f1';
  return {
    version,
    uuid: `uuid of ${version}`,
    user: { id: '00000000-0000-4000-8000-0000000000e1', name: 'Ada Example', email: 'ada@example.com' },
    organizations: [{ slug: 'acme-inc', name: 'Acme Inc' }],
    scopes: ['read_builds', 'read_organizations', 'read_pipelines', 'read_user'],
    expiresAt: null,
    ...changes,
  };
}
