import { Inject, Injectable } from '@nestjs/common';
import type { BuildkiteClient } from '#libs/buildkite';
import { CLOCK, type Clock } from '#libs/platform';
import type { KnownConnection } from '../connection/known-connections.js';
import { ConnectionHealths } from '../connection-health/connection-healths.js';
import type { Reading } from '../connection-health/domain/reading.js';
import type { CollectedOrganizationView, FailingView } from './collection.dto.js';
import { Cursors } from './cursors.js';
import { lagSeconds } from './domain/lag.js';

type Budgets = Pick<BuildkiteClient, 'budget'>;

/** How each Buildkite organization of a connection is collected. */
@Injectable()
export class CollectedOrganizations {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(ConnectionHealths) private readonly healths: ConnectionHealths,
  ) {}

  /**
   * In the order in which they are read.
   * @param client null: what is left of their limits is not known
   * @throws the errors of the documents
   */
  async of(connection: KnownConnection, client: Budgets | null): Promise<CollectedOrganizationView[]> {
    const health = await this.healths.get(connection.id);
    const readings = health?.tokenVersion === connection.tokenVersion ? health.readings : [];
    return Promise.all(
      connection.buildkiteOrganizations.map((slug) => {
        const reading = readings.find(({ buildkiteOrganization }) => buildkiteOrganization === slug);
        return this.view(connection.id, slug, reading, client);
      }),
    );
  }

  private async view(
    connection: string,
    slug: string,
    reading: Reading | undefined,
    client: Budgets | null,
  ): Promise<CollectedOrganizationView> {
    const [readUpTo = null, requestBudget = null] = await Promise.all([
      this.cursors.get(connection, slug),
      client?.budget(slug),
    ]);
    const lag = lagSeconds({ readUpTo, triedSince: reading?.currentAt ?? null }, this.clock.now());
    return { slug, readUpTo, lagSeconds: lag, failing: failingOf(reading), requestBudget };
  }
}

function failingOf(reading: Reading | undefined): FailingView | null {
  if (!reading?.failing) return null;
  const { code, detail, since } = reading.failing;
  return { code, detail, since };
}
