import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { commandHandler, OneAtATime, type CommandHandler, type EventStore } from '#libs/event-store';
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
import { gatherStatus, type GatheredFacts } from './domain/gathering.js';
import { snapshotContent } from './domain/snapshot-content.js';
import { SnapshotFacts, type Affected } from './snapshot-facts.js';
import { snapshotStream } from './snapshot-stream.js';

/** Enough for appends to share a commit, few enough for a project with thousands of deploys. */
const mostAtOnce = 50;

/** Computes the snapshots of deploys anew and keeps a revision whenever the content is not what the last one says. */
@Injectable()
export class TakeSnapshots {
  readonly #handler: CommandHandler<TakeSnapshot, BuildSnapshotEvent, BuildSnapshot>;
  readonly #turns = new OneAtATime();

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

  /** One after the other for each deploy: facts read later must not be overtaken by facts read earlier. */
  private take(deploy: DeployDocument, because: readonly Cause[]): Promise<void> {
    return this.#turns.run(deploy.id, () => this.takeNow(deploy, because));
  }

  private async takeNow(deploy: DeployDocument, because: readonly Cause[]): Promise<void> {
    const facts = await this.facts.of(deploy);
    if (facts === undefined) return this.awaited.unserved(deploy.id);
    const now = this.clock.now();
    if (gatherStatus(facts) === 'collecting' && !(await this.isDue(deploy, now))) return;
    if ((await this.facts.deploys([deploy.id])).length === 0) return;
    await this.keep(deploy, facts, because, now);
    await this.awaited.taken(deploy.id);
  }

  /** While facts are gathered, whether there is a revision already or the time for gathering is over. */
  private async isDue(deploy: DeployDocument, now: Date): Promise<boolean> {
    const awaited = await this.awaited.get(deploy.id);
    if (awaited?.state === 'taken') return true;
    if (awaited?.dueAt) return Date.parse(awaited.dueAt) <= now.getTime();
    const dueAt = new Date(now.getTime() + this.config.snapshotDeadlineMs).toISOString();
    await this.awaited.collecting(deploy.id, dueAt);
    return false;
  }

  private async keep(
    deploy: DeployDocument,
    facts: GatheredFacts,
    because: readonly Cause[],
    now: Date,
  ): Promise<void> {
    const { id, organization, project, codeDeployment, environment, repository, sha, deployedAt } = deploy;
    const at = now.toISOString();
    const content = snapshotContent(facts);
    await this.#handler.handle(
      snapshotStream(organization, id),
      {
        type: 'TakeSnapshot',
        organization,
        deploy: { id, project, codeDeployment, environment, repository, sha, deployedAt },
        connection: facts.connection,
        content,
        because,
        at,
      },
      { commandId: randomUUID() },
    );
  }
}

function causeOf({ type, id }: Affected['because'][number]): Cause {
  return { type, id };
}
