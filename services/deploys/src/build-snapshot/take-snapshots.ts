import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { sameContent } from '#libs/contracts';
import { commandHandler, type CommandHandler, type EventStore } from '#libs/event-store';
import { CLOCK, CONFIG, EVENT_STORE, type Clock, type Config } from '#libs/platform';
import type { DeployDocument } from '../read-model/collections.js';
import { AwaitedSnapshots } from './awaited-snapshots.js';
import {
  buildSnapshot,
  type BuildSnapshot,
  type BuildSnapshotEvent,
  type Cause,
  type TakeSnapshot,
} from './domain/build-snapshot.js';
import { gatherStatus } from './domain/gathering.js';
import { snapshotContent } from './domain/snapshot-content.js';
import type { Affected } from './affected-deploys.js';
import { SnapshotFacts } from './snapshot-facts.js';
import { snapshotStream } from './snapshot-stream.js';

/** Enough for appends to share a commit, few enough for a project with thousands of deploys. */
const mostAtOnce = 50;

/** Computes the snapshots of deploys anew and keeps a revision whenever the content is not what the last one says. */
@Injectable()
export class TakeSnapshots {
  readonly #handler: CommandHandler<TakeSnapshot, BuildSnapshotEvent, BuildSnapshot>;

  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(SnapshotFacts) private readonly facts: SnapshotFacts,
    @Inject(AwaitedSnapshots) private readonly awaited: AwaitedSnapshots,
  ) {
    this.#handler = commandHandler({ store, decider: buildSnapshot, streamsKept: 1_000 });
  }

  /** Of each deploy, for the facts that may have changed it. */
  async of(affected: readonly Affected[]): Promise<void> {
    for (let first = 0; first < affected.length; first += mostAtOnce) {
      const some = affected.slice(first, first + mostAtOnce);
      await Promise.all(some.map(({ deploy, because }) => this.take(deploy, because.map(causeOf))));
    }
  }

  /** Of a deploy for which facts have been gathered long enough: with what is known. */
  async atDeadline(deploy: DeployDocument): Promise<void> {
    await this.take(deploy, [{ type: 'deadline', id: null }]);
  }

  /**
   * Instances may be at the same deploy at the same time. The facts are read behind the stream, so that a revision
   * behind the last one follows from facts that are no older. They are read again behind each revision: who came
   * meanwhile and found nothing to correct has not seen it.
   */
  private async take(deploy: DeployDocument, because: readonly Cause[]): Promise<void> {
    for (let isNew = true; isNew;) {
      const { events, revision } = await this.#handler.handleMade(
        snapshotStream(deploy.organization, deploy.id),
        (last) => this.computed(deploy, because, last),
        { commandId: randomUUID() },
      );
      isNew = events.length > 0;
      if (!isNew && revision !== 'no-stream') await this.awaited.taken(deploy.id);
    }
  }

  /** What the facts say now; undefined while there is to be no revision. */
  private async computed(
    deploy: DeployDocument,
    because: readonly Cause[],
    last: BuildSnapshot,
  ): Promise<TakeSnapshot | undefined> {
    const facts = await this.facts.of(deploy);
    if (facts === undefined) {
      const wasAwaited = await this.awaited.unserved(deploy.id);
      return wasAwaited ? this.computed(deploy, because, last) : undefined;
    }
    const now = this.clock.now();
    const isTaken = last.revision > 0;
    if (!isTaken && gatherStatus(facts) === 'collecting' && !(await this.isDue(deploy, now)))
      return undefined;
    const content = snapshotContent(facts);
    if (isTaken && sameContent(last.content, content)) return undefined;
    if ((await this.facts.deploys([deploy.id])).length === 0) return undefined;
    const { id, organization, project, codeDeployment, environment, repository, sha, deployedAt } = deploy;
    return {
      type: 'TakeSnapshot',
      organization,
      deploy: { id, project, codeDeployment, environment, repository, sha, deployedAt },
      connection: facts.connection,
      content,
      because,
      at: now.toISOString(),
    };
  }

  /** Whether the time for gathering is over; it begins when this is asked first. */
  private async isDue({ id }: DeployDocument, now: Date): Promise<boolean> {
    const awaited = await this.awaited.get(id);
    if (awaited?.dueAt) return Date.parse(awaited.dueAt) <= now.getTime();
    const dueAt = new Date(now.getTime() + this.config.snapshotDeadlineMs).toISOString();
    await this.awaited.collecting(id, dueAt);
    return false;
  }
}

function causeOf({ type, id }: Affected['because'][number]): Cause {
  return { type, id };
}
