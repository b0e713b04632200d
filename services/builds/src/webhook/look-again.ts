import { Inject, Injectable } from '@nestjs/common';
import type { BuildkiteClient, BuildsPage } from '#libs/buildkite';
import { LOG, type Log } from '#libs/platform';
import { PublishLooks } from '../build/publish-looks.js';
import { ConnectionClients } from '../connection/connection-clients.js';
import { failureOf } from '../connection/failure.js';
import type { KnownConnection } from '../connection/known-connections.js';
import { RejectedTokens } from '../connection/rejected-tokens.js';
import { gatherMs } from './domain/pace.js';
import type { Question } from './domain/questions.js';
import { WebhookMetrics } from './webhook-metrics.js';

/** How long a question waits for its turn, in milliseconds; polling, which comes anyway, waits as long as it takes. */
const patienceMs = 3_000;

/** Looks again at the builds that hints name, as far as the request budget allows. */
@Injectable()
export class LookAgain {
  constructor(
    @Inject(LOG) private readonly log: Log,
    @Inject(ConnectionClients) private readonly clients: ConnectionClients,
    @Inject(RejectedTokens) private readonly rejectedTokens: RejectedTokens,
    @Inject(PublishLooks) private readonly publishLooks: PublishLooks,
    @Inject(WebhookMetrics) private readonly metrics: WebhookMetrics,
  ) {}

  /** For how long hints of a connection are to be gathered now, in milliseconds. */
  async gatherMs(connection: KnownConnection): Promise<number> {
    try {
      const client = await this.clients.of(connection);
      const ofOrganizations = connection.buildkiteOrganizations.map((slug) => client.budget(slug));
      return gatherMs(await Promise.all([client.budget(), ...ofOrganizations]));
    } catch (error) {
      if (failureOf(error) === undefined) throw error;
      return gatherMs([]);
    }
  }

  /**
   * Asks a question. When it resolves, the bus has what the answer showed, or the hints are left to polling: because the
   * budget is short, or because Buildkite does not answer.
   * @throws what is no failure of Buildkite (the bus, the documents), and the signal's reason
   */
  async ask(connection: KnownConnection, question: Question, signal: AbortSignal): Promise<void> {
    const outcome = await this.outcomeOf(connection, question, signal);
    this.metrics.hints.inc({ outcome }, question.hints.length);
  }

  private async outcomeOf(connection: KnownConnection, question: Question, signal: AbortSignal) {
    try {
      if (connection.isRemoved || (await this.rejectedTokens.has(connection))) return 'failed';
      await this.look(await this.clients.of(connection), connection, question, signal);
      return 'looked-at';
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      const { kind, code, detail } = failure;
      if (kind === 'token-rejected') await this.rejectedTokens.add(connection, detail);
      const { organization, id } = connection;
      const hints = question.hints.length;
      this.log.info(
        { organization, connection: id, buildkiteOrganization: question.organization, hints, code, detail },
        'Builds that webhooks hinted at are left to the next cycle',
      );
      return code === 'rate-limited' ? 'budget-short' : 'failed';
    }
  }

  private async look(
    client: BuildkiteClient,
    connection: KnownConnection,
    question: Question,
    signal: AbortSignal,
  ): Promise<void> {
    const { organization: buildkiteOrganization } = question;
    const urgency = { priority: 'background', patienceMs, signal } as const;
    const publish = (page: BuildsPage) => this.publishLooks.of({ connection, buildkiteOrganization, page });
    if (question.about === 'build') {
      const page = await client.build(question, urgency);
      if (page !== undefined) await publish(page);
      return;
    }
    const query = { organization: buildkiteOrganization, commits: question.commits };
    for await (const page of client.buildPages(query, urgency)) await publish(page);
  }
}
