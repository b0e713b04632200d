import { createHash } from 'node:crypto';

export type Role = 'admin' | 'deployer' | 'viewer';

/** The key of an organization's role in tests: always the same, so that a product started elsewhere can be told it. */
export function testKey(organization: string, role: Role): string {
  const digest = (what: string) =>
    createHash('sha256').update(`test ${what} ${organization} ${role}`).digest();
  return `bsk_${digest('id').toString('hex').slice(0, 8)}_${digest('secret').toString('base64url')}`;
}

/** The value of API_KEYS that makes the test keys of these organizations valid. */
export function apiKeysSetting(organizations: readonly string[]): string {
  return organizations
    .flatMap((organization) =>
      (['admin', 'deployer', 'viewer'] as const).map((role) => {
        const sha256 = createHash('sha256').update(testKey(organization, role)).digest('hex');
        return `${organization}:${role}:${sha256}`;
      }),
    )
    .join(',');
}

/** Organizations that a product under test knows: every scene takes one of its own. */
export const testOrganizations = Array.from({ length: 60 }, (_, index) => `team-${index + 1}`);
