import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '#libs/bus';
import { encodeEvent, topics } from '#libs/contracts';
import type { BuildkiteClient, BuildsPage, Urgency } from '#libs/buildkite';
import { BUS, CLOCK, LOG, type Clock, type Log } from '#libs/platform';
import { jobsNeeds } from '../build-jobs/domain/jobs-needs.js';
import { JobsRequests } from '../build-jobs/jobs-requests.js';
import { PublishLooks } from '../build/publish-looks.js';
import { PublishedLooks, type PublishedLook } from '../build/published-looks.js';
import { CollectingMetrics } from '../collection/collecting-metrics.js';
import { ConnectionClients } from '../connection/connection-clients.js';
import { failureOf, isOfOneBuild, TokenUnreadable, type Failure } from '../connection/failure.js';
import type { KnownConnection } from '../connection/known-connections.js';
import { RejectedTokens } from '../connection/rejected-tokens.js';
import { answerTo, commitLookedUp, together, type Answer } from './domain/answers.js';
import { asked, failed, waitsForAll, type LookUp } from './domain/look-up.js';
import { LookUps } from './look-ups.js';

/** How many builds without a commit a look-up asks for in each Buildkite organization: a request each. */
const mostByNumber = 20;

type Passing = Failure & { readonly kind: 'passing'; readonly organization: string };

/** Asks Buildkite for all builds of some SHAs and publishes what it says. */
@Injectable()
export class LookUpCommits {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(ConnectionClients) private readonly clients: ConnectionClients,
    @Inject(RejectedTokens) private readonly rejectedTokens: RejectedTokens,
    @Inject(PublishLooks) private readonly publishLooks: PublishLooks,
    @Inject(PublishedLooks) private readonly published: PublishedLooks,
    @Inject(JobsRequests) private readonly jobsRequests: JobsRequests,
    @Inject(LookUps) private readonly lookUps: LookUps,
    @Inject(CollectingMetrics) private readonly metrics: CollectingMetrics,
  ) {}

  /**
   * Asks each Buildkite organization of the connection once for the SHAs of all these look-ups, 50 at most, and one by
   * one for known builds of these SHAs that this cannot find, as their commit is `HEAD`, a tag or a short SHA. First the
   * looks are on the bus, then what says that the commits were looked up, then the look-ups are marked: a crash in between
   * repeats and loses nothing. What fails and passes is due again later; look-ups that have waited for that for ten minutes
   * are told what the others answered, and that this one did not.
   * @throws what is no failure of Buildkite (the bus, the documents), and the signal's reason; TokenUnreadable, which leaves
   * the look-ups due: most likely another token is on its way
   */
  async of(connection: KnownConnection, due: readonly LookUp[], signal: AbortSignal): Promise<void> {
    const outcomes = await Promise.all(
      connection.buildkiteOrganizations.map((organization) =>
        this.ask(connection, organization, due, signal),
      ),
    );
    const passing = outcomes.filter((outcome) => outcome.kind === 'passing');
    const now = this.clock.now();
    const waits = (lookUp: LookUp) => passing.length > 0 && waitsForAll(lookUp, now);
    const told = due.filter((lookUp) => !waits(lookUp));
    if (told.length > 0) await this.publish(connection, told, outcomes);
    if (passing.length > 0) this.warn(connection, due, passing);
    await this.lookUps.keep(due.filter(waits).map((lookUp) => failed(lookUp, longest(passing), now)));
  }

  private async ask(
    connection: KnownConnection,
    organization: string,
    due: readonly LookUp[],
    signal: AbortSignal,
  ): Promise<Answer | Passing> {
    const refused = (reason: string): Answer => ({ kind: 'refused', organization, reason });
    if (connection.isRemoved) return refused('connection-removed');
    if (await this.rejectedTokens.has(connection)) return refused('token-rejected');
    try {
      const client = await this.clients.of(connection);
      return await this.read(client, connection, organization, due, signal);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined || error instanceof TokenUnreadable) throw error;
      if (failure.kind === 'passing') return { ...failure, organization };
      if (failure.kind === 'token-rejected') await this.rejectedTokens.add(connection, failure.detail);
      return refused(failure.code);
    }
  }

  private async read(
    client: BuildkiteClient,
    connection: KnownConnection,
    organization: string,
    due: readonly LookUp[],
    signal: AbortSignal,
  ): Promise<Answer> {
    const shas = [...new Set(due.map(({ sha }) => sha))];
    const deployedAts = (wanted: string) =>
      due.filter(({ sha }) => sha === wanted).map(({ deployedAt }) => deployedAt);
    const through = { organization: connection.organization, connection: connection.id };
    const lookedAt: string[] = [];
    const builds = new Map<string, string[]>(shas.map((sha) => [sha, []]));
    const note = async (page: BuildsPage) => {
      lookedAt.push(page.lookedAt);
      const ours = await this.publishLooks.of({ connection, buildkiteOrganization: organization, page });
      await this.jobsRequests.add(jobsNeeds(through, ours, deployedAts));
      for (const { build } of ours) builds.get(build.sha ?? '')?.push(build.id);
    };
    const urgency = { priority: 'look-up', signal } as const;
    for await (const page of client.buildPages({ organization, commits: shas }, urgency)) await note(page);
    const known = await this.published.withoutCommit(connection.id, organization, shas, mostByNumber);
    for (const look of known) {
      const page = await this.readOne(client, look, urgency);
      if (page !== undefined) await note(page);
    }
    return { kind: 'answered', organization, lookedAt, builds };
  }

  /** A build that cannot be asked for is left out: it keeps no deploy of another commit waiting. */
  private async readOne(
    client: BuildkiteClient,
    { buildkiteOrganization: organization, pipeline, number, build, connection }: PublishedLook,
    urgency: Urgency,
  ): Promise<BuildsPage | undefined> {
    try {
      return await client.build({ organization, pipeline: pipeline.slug, number }, urgency);
    } catch (error) {
      if (!isOfOneBuild(error)) throw error;
      this.log.warn(
        { connection, buildkiteOrganization: organization, build, error },
        'A build of a deployed commit cannot be asked for',
      );
      return undefined;
    }
  }

  private async publish(
    connection: KnownConnection,
    due: readonly LookUp[],
    outcomes: readonly (Answer | Passing)[],
  ): Promise<void> {
    const now = this.clock.now();
    const passing = outcomes.filter((outcome) => outcome.kind === 'passing');
    const all = together(outcomes.map(asAnswer), now);
    const isRefused = all.refused.length > 0;
    const isNews = ({ sha, published }: LookUp) => published !== answerTo(sha, all);
    const shas = new Set(due.filter(isNews).map(({ sha }) => sha));
    const { organization, id } = connection;
    const events = [...shas].map((sha) => commitLookedUp({ organization, connection: id }, sha, all));
    if (events.length > 0) await this.bus.publish(topics.commitLookUps.name, events.map(encodeEvent));
    this.metrics.lookUps.inc({ outcome: isRefused ? 'refused' : 'answered' }, events.length);
    await this.lookUps.keep(
      due.map((lookUp) => {
        const { sha } = lookUp;
        const hasBuilds = all.builds(sha).length > 0;
        const { lookedAt } = all;
        const published = answerTo(sha, all);
        return passing.length > 0
          ? failed(lookUp, longest(passing), now, published)
          : asked(lookUp, { lookedAt, isRefused, hasBuilds, published }, now);
      }),
    );
  }

  private warn(
    { organization, id: connection }: KnownConnection,
    due: readonly LookUp[],
    failures: readonly Passing[],
  ): void {
    const reasons = failures.map(({ code, detail }) => ({ code, detail }));
    this.log.warn(
      { organization, connection, lookUps: due.length, reasons },
      'Commits could not be looked up; they will be, later',
    );
  }
}

function longest(failures: readonly Passing[]): number {
  return Math.max(...failures.map(({ retryAfterMs }) => retryAfterMs));
}

/** What passes counts as a refusal for those who have waited long enough. */
function asAnswer(outcome: Answer | Passing): Answer {
  return outcome.kind === 'passing'
    ? { kind: 'refused', organization: outcome.organization, reason: outcome.code }
    : outcome;
}
