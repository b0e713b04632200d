import { Injectable } from '@nestjs/common';
import { notFound } from '../error/buildkite-error.js';
import type { Token } from '../token/token.js';
import type { Organization } from './organization.js';

/** All organizations of the world, in the order in which they were added. */
@Injectable()
export class Organizations {
  private readonly bySlug = new Map<string, Organization>();

  put(organization: Organization): void {
    this.bySlug.set(organization.slug, organization);
  }

  find(slug: string): Organization | undefined {
    return this.bySlug.get(slug);
  }

  /** The organization of that slug if the token may access it; 404 otherwise, as if there were none. */
  accessible(slug: string, token: Token): Organization {
    const organization = token.organizations.includes(slug) ? this.bySlug.get(slug) : undefined;
    if (organization === undefined) throw notFound('organization');
    return organization;
  }

  all(): readonly Organization[] {
    return [...this.bySlug.values()];
  }

  removeAll(): void {
    this.bySlug.clear();
  }
}
