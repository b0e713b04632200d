import { Inject, Injectable } from '@nestjs/common';
import { NotFound, type BuildkiteClient } from '#libs/buildkite';
import { CLOCK, CONFIG, type Clock, type Config } from '#libs/platform';
import { PublishLooks } from '../build/publish-looks.js';
import { ConnectionClients } from '../connection/connection-clients.js';
import { failureOf } from '../connection/failure.js';
import type { KnownConnection } from '../connection/known-connections.js';
import { Backfills } from './backfills.js';
import {
  begun,
  ended,
  isRead,
  listedIn,
  notShown,
  pageRead,
  pipelineRead,
  refusedBy,
  type Backfill,
} from './domain/backfill.js';
import type { PipelineReading } from './domain/pipeline-reading.js';
import { ProgressLog } from './progress-log.js';

interface Reading {
  readonly connection: KnownConnection;
  readonly client: BuildkiteClient;
  readonly signal: AbortSignal;
}

const priority = 'history';

/** Reads the past of one repository through a connection. */
@Injectable()
export class BackfillRepository {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'backfillWindowMs'>,
    @Inject(ConnectionClients) private readonly clients: ConnectionClients,
    @Inject(PublishLooks) private readonly publishLooks: PublishLooks,
    @Inject(Backfills) private readonly backfills: Backfills,
    @Inject(ProgressLog) private readonly progressLog: ProgressLog,
  ) {}

  /**
   * Reads what is left: in each Buildkite organization the pipelines of the repository, then the builds of each of them,
   * page by page. After each page it is kept how far it has come, so that whoever goes on does so from there.
   * An organization that answers with what cannot be used has refused: others need not wait for it.
   * @throws Superseded; the errors of Buildkite but for refusals of one organization, of the bus and of the documents;
   * and the signal's reason
   */
  async run(connection: KnownConnection, last: Backfill, signal: AbortSignal): Promise<void> {
    const client = await this.clients.of(connection);
    const reading = { connection, client, signal };
    let backfill = begun(last, this.clock.now(), this.config.backfillWindowMs);
    if (backfill !== last) await this.backfills.keep(backfill, last);
    this.progressLog.begin(backfill);
    for (const organization of connection.buildkiteOrganizations)
      if (!isRead(backfill, organization) && !backfill.refused.includes(organization))
        backfill = await this.organization(backfill, organization, reading);
    const end = await this.backfills.keep(ended(backfill, this.clock.now()), backfill);
    this.progressLog.end(end);
  }

  private async organization(backfill: Backfill, organization: string, reading: Reading): Promise<Backfill> {
    let current = backfill;
    try {
      if (!current.listed.includes(organization)) {
        const shown = await this.pipelines(current, organization, reading);
        current = await this.backfills.keep(listedIn(current, organization, shown), current);
      }
      for (;;) {
        const pipeline = current.pipelines.find((one) => one.organization === organization && !one.isRead);
        if (pipeline === undefined) return current;
        for await (const read of this.pages(current, pipeline, reading)) current = read;
      }
    } catch (error) {
      const failure = failureOf(error);
      const isRefused = failure?.kind === 'refused' || failure?.code === 'reply-unusable';
      if (!isRefused) throw error;
      this.progressLog.refused(current, organization, failure);
      return this.backfills.keep(refusedBy(current, organization), current);
    }
  }

  /** The backfill after each page of a pipeline, and at its end. */
  private async *pages(
    backfill: Backfill,
    { organization, id, slug, createdTo }: PipelineReading,
    reading: Reading,
  ): AsyncGenerator<Backfill, void, undefined> {
    const { connection, client, signal } = reading;
    const createdFrom = backfill.window?.from;
    const query = { organization, pipeline: slug, createdFrom, createdTo };
    let current = backfill;
    try {
      for await (const page of client.buildPages(query, { priority, signal })) {
        const seen = { connection, buildkiteOrganization: organization, page };
        const ours = (await this.publishLooks.of(seen)).map(({ build }) => build);
        const after = pageRead(current, id, ours, this.clock.now());
        current = await this.backfills.keep(after, current);
        this.progressLog.page(current);
        yield current;
      }
      yield await this.backfills.keep(pipelineRead(current, id), current);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      const after = notShown(current, id, await this.pipelines(current, organization, reading));
      if (after === undefined) throw error;
      yield await this.backfills.keep(after, current);
    }
  }

  private pipelines({ repository }: Backfill, organization: string, { client, signal }: Reading) {
    return client.pipelines({ organization, repository }, { priority, signal });
  }
}
