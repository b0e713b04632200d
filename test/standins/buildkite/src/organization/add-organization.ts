import { Injectable } from '@nestjs/common';
import { v7 as uuidV7 } from 'uuid';
import { StandInClock } from '../clock/stand-in-clock.js';
import { conflict, unknown } from '../control/control-error.js';
import type { Organization, OrganizationSpec } from './organization.js';
import { Organizations } from './organizations.js';

/** Makes organizations. */
@Injectable()
export class AddOrganization {
  constructor(
    private readonly organizations: Organizations,
    private readonly clock: StandInClock,
  ) {}

  /** Adds an organization with all defaults filled in; 409 when the slug is taken. */
  add({ slug, name, id, rateLimit }: OrganizationSpec): Organization {
    if (this.organizations.find(slug) !== undefined)
      throw conflict(`there is an organization ${slug} already`);
    const createdAtMs = this.clock.now();
    const organization = {
      id: id ?? uuidV7({ msecs: createdAtMs }),
      slug,
      name: name ?? slug,
      createdAtMs,
      ...(rateLimit !== undefined && { rateLimit }),
    };
    this.organizations.put(organization);
    return organization;
  }

  /** The organization that a spec names, or the first one; 404 when there is none. */
  named(slug: string | undefined): Organization {
    const found = slug === undefined ? this.organizations.all()[0] : this.organizations.find(slug);
    if (found === undefined) throw unknown(`there is no organization ${slug ?? 'yet'}`);
    return found;
  }
}
