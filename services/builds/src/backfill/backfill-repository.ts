import { Inject, Injectable } from '@nestjs/common';
import { NotFound, type BuildkiteClient } from '#libs/buildkite';
import { CLOCK, CONFIG, type Clock, type Config } from '#libs/platform';
import { PublishLooks } from '../build/publish-looks.js';
import { ConnectionClients } from '../connection/connection-clients.js';
import { failureOf, type Failure } from '../connection/failure.js';
import type { KnownConnection } from '../connection/known-connections.js';
import { Backfills } from './backfills.js';
import {
  begun,
  ended,
  isOver,
  listedIn,
  nextPipeline,
  notShown,
  pageRead,
  pipelineRead,
  pipelineRefused,
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
   * What answers with what cannot be used has refused: neither the other pipelines nor the other organizations wait for it.
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
      if (!isOver(backfill, organization) && !backfill.refused.includes(organization))
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
        const pipeline = nextPipeline(current, organization);
        if (pipeline === undefined) return current;
        for await (const read of this.pages(current, pipeline, reading)) current = read;
      }
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      this.progressLog.refused(current, { buildkiteOrganization: organization, pipeline: null }, refusal);
      return this.backfills.keep(refusedBy(current, organization), current);
    }
  }

  /** The backfill after each page of a pipeline, and at its end or where it is refused. */
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
      const refusal = refusalOf(error);
      if (refusal === undefined || isOfOrganization(refusal)) throw error;
      const after =
        error instanceof NotFound
          ? notShown(current, id, await this.pipelines(current, organization, reading))
          : undefined;
      if (after === undefined)
        this.progressLog.refused(current, { buildkiteOrganization: organization, pipeline: slug }, refusal);
      yield await this.backfills.keep(after ?? pipelineRefused(current, id), current);
    }
  }

  private pipelines({ repository }: Backfill, organization: string, { client, signal }: Reading) {
    return client.pipelines({ organization, repository }, { priority, signal });
  }
}

/** Undefined for what is no refusal. */
function refusalOf(error: unknown): Failure | undefined {
  const failure = failureOf(error);
  return failure?.kind === 'refused' || failure?.code === 'reply-unusable' ? failure : undefined;
}

/** Whether it is said of everything in the Buildkite organization, not of one pipeline. */
function isOfOrganization({ code }: Failure): boolean {
  return code === 'organization-not-accessible' || code === 'scope-missing';
}
