import { Inject, Injectable } from '@nestjs/common';
import { systemClock } from '#libs/platform';
import type { Bells, CollectingLoop } from '../collection/collecting-loop.js';
import { CollectionStatuses } from '../collection/collection-statuses.js';
import { KnownConnections, type KnownConnection } from '../connection/known-connections.js';
import { isOvertaken } from './domain/hint.js';
import { questionsFor } from './domain/questions.js';
import { Hints } from './hints.js';
import { KnownSecrets } from './known-secrets.js';
import { LookAgain } from './look-again.js';
import { WebhookMetrics } from './webhook-metrics.js';

/** How often it is looked for what came to other instances, in milliseconds of the machine's time. */
const lookAgainMs = 500;
/** The same for a connection without webhooks. */
const lookForWebhooksMs = 5_000;
const mostRead = 1_000;

/** Works off the hints of a connection, round after round: those that come together share requests. */
@Injectable()
export class WorkOffHints implements CollectingLoop {
  readonly what = 'Looking where webhooks hint';

  constructor(
    @Inject(KnownConnections) private readonly connections: KnownConnections,
    @Inject(KnownSecrets) private readonly secrets: KnownSecrets,
    @Inject(Hints) private readonly hints: Hints,
    @Inject(LookAgain) private readonly lookAgain: LookAgain,
    @Inject(CollectionStatuses) private readonly statuses: CollectionStatuses,
    @Inject(WebhookMetrics) private readonly metrics: WebhookMetrics,
  ) {}

  /** Runs until the signal aborts; rejects with its reason, or with what is no failure of Buildkite. */
  async run(id: string, { hints: bell }: Bells, signal: AbortSignal): Promise<void> {
    for (;;) {
      const connection = await this.connections.get(id);
      const [first] = await this.hints.of(id, 1);
      if (!connection || !first) {
        const restMs = (await this.secrets.has(id)) ? lookAgainMs : lookForWebhooksMs;
        await bell.heard(signal, (until) => systemClock.sleep(restMs, until));
        continue;
      }
      await systemClock.sleep(await this.lookAgain.gatherMs(connection), signal);
      await this.round(connection, signal);
    }
  }

  /** What polling has read meanwhile need not be asked for any more, so that no backlog outlives a cycle. */
  private async round(connection: KnownConnection, signal: AbortSignal): Promise<void> {
    const status = await this.statuses.get(connection.id);
    const waiting = await this.hints.of(connection.id, mostRead);
    const overtaken = waiting.filter((hint) => isOvertaken(hint, status?.lastCycle));
    this.metrics.hints.inc({ outcome: 'overtaken' }, overtaken.length);
    const questions = questionsFor(waiting.filter((hint) => !overtaken.includes(hint)));
    await Promise.all(questions.map((question) => this.lookAgain.ask(connection, question, signal)));
    await this.hints.remove([...overtaken, ...questions.flatMap(({ hints }) => hints)]);
  }
}
