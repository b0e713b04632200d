import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '#libs/bus';
import type { BuildkiteClient, JobsFound } from '#libs/buildkite';
import { encodeEvent, topics } from '#libs/contracts';
import { BUS, CLOCK, LOG, type Clock, type Log } from '#libs/platform';
import { PublishLooks } from '../build/publish-looks.js';
import { failureOf } from '../connection/failure.js';
import type { KnownConnection } from '../connection/known-connections.js';
import { RejectedTokens } from '../connection/rejected-tokens.js';
import { jobsObserved } from './domain/jobs-observed.js';
import { answered, commitToLookFor, setBack, type JobsRequest, type Setback } from './domain/jobs-request.js';
import { JobsRequests } from './jobs-requests.js';

/** Who asks for the jobs of a build. */
export interface Asker {
  readonly connection: KnownConnection;
  readonly client: BuildkiteClient;
  readonly signal: AbortSignal;
}

type Refused = Setback & { readonly code: string; readonly detail: string };

const notShown: Refused = {
  kind: 'refused',
  code: 'build-not-shown',
  detail: 'Buildkite does not show the build.',
};

/** Asks Buildkite for the jobs of a build and publishes what it says. */
@Injectable()
export class LookAtJobs {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(RejectedTokens) private readonly rejectedTokens: RejectedTokens,
    @Inject(JobsRequests) private readonly requests: JobsRequests,
    @Inject(PublishLooks) private readonly publishLooks: PublishLooks,
  ) {}

  /**
   * First the jobs are on the bus, then the request is answered: a crash in between repeats. A request that the token is
   * rejected for stays as it is, and waits for another token. A build that is not shown is looked for by its commit: a look
   * that shows it elsewhere takes the request there, which is due at once then.
   * @throws what is no failure of Buildkite (the bus, the documents), and the signal's reason
   */
  async of(request: JobsRequest, asker: Asker): Promise<void> {
    const found = await this.ask(request, asker);
    if (found === undefined) return;
    if ('kind' in found) return this.setBack(request, found);
    const event = jobsObserved(request, found.lookedAt, found);
    await this.bus.publish(topics.builds.name, [encodeEvent(event)]);
    await this.requests.keep(request, answered(request, found.lookedAt, this.clock.now()));
  }

  private async ask(request: JobsRequest, asker: Asker): Promise<JobsFound | Refused | undefined> {
    const { connection, client, signal } = asker;
    const { buildkiteOrganization: organization, pipeline, number } = request;
    try {
      const found = await client.jobs({ organization, pipeline, number }, { priority: 'jobs', signal });
      if (found === undefined) await this.lookElsewhere(request, asker);
      return found ?? notShown;
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      const { kind, code, detail } = failure;
      if (kind === 'token-rejected') {
        await this.rejectedTokens.add(connection, detail);
        return undefined;
      }
      const passes = kind === 'passing' && code !== 'reply-unusable';
      return passes
        ? { kind, code, detail, retryAfterMs: failure.retryAfterMs }
        : { kind: 'refused', code, detail };
    }
  }

  private async lookElsewhere(request: JobsRequest, { connection, client, signal }: Asker): Promise<void> {
    const { buildkiteOrganization } = request;
    const commit = commitToLookFor(request);
    if (commit === undefined) return;
    const query = { organization: buildkiteOrganization, commits: [commit] };
    for await (const page of client.buildPages(query, { priority: 'jobs', signal }))
      await this.publishLooks.of({ connection, buildkiteOrganization, page });
  }

  private async setBack(request: JobsRequest, setback: Refused): Promise<void> {
    const next = setBack(request, setback, this.clock.now());
    await this.requests.keep(request, next);
    const { organization, connection, build, failures } = next;
    const { code, detail } = setback;
    this.log.warn(
      { organization, connection, build, failures, code, detail },
      next.state === 'given-up'
        ? 'The jobs of a build cannot be had; they are asked for no more'
        : 'The jobs of a build could not be looked at; they will be, later',
    );
  }
}
