import {
  BuildkiteUnavailable,
  OrganizationNotAccessible,
  ReplyUnusable,
  TokenRejected,
  type BuildkiteClient,
  type JobsFound,
} from '#libs/buildkite';
import type { Bus } from '#libs/bus';
import { aJob, acme } from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import type { PublishLooks } from '../build/publish-looks.js';
import type { KnownConnection } from '../connection/known-connections.js';
import { rejectedTokens, RejectedTokens } from '../connection/rejected-tokens.js';
import type { JobsRequest } from './domain/jobs-request.js';
import { jobsRequests, JobsRequests } from './jobs-requests.js';
import { LookAtJobs } from './look-at-jobs.js';

const noon = '2026-11-23T12:00:00.000Z';
const signal = new AbortController().signal;
const found: JobsFound = { lookedAt: noon, jobs: [aJob()], actions: [], areActionsWhole: true };

describe('looking at the jobs of a build', () => {
  const documents = temporaryDocuments([jobsRequests, rejectedTokens]);
  let clock: ManualClock;
  let log: RecordingLog;
  let requests: JobsRequests;
  let rejected: RejectedTokens;
  let connection: KnownConnection;
  /** What happened, in order. */
  let story: string[];
  let busFails: boolean;

  beforeEach(async () => {
    clock = new ManualClock(noon);
    log = new RecordingLog();
    requests = new JobsRequests(documents(), clock);
    rejected = new RejectedTokens(documents(), clock, log);
    story = [];
    busFails = false;
    connection = {
      id: randomUUID(),
      organization: 'acme',
      tokenVersion: randomUUID(),
      buildkiteUser: null,
      buildkiteOrganizations: ['acme-inc'],
      tokenExpiresAt: null,
      isRemoved: false,
    };
    const place = { buildkiteOrganization: 'acme-inc', pipeline: 'shop', number: 7, commit: acme.sha };
    const times = { deployedAt: noon, wantedFrom: noon };
    await requests.add([
      { organization: 'acme', connection: connection.id, build: 'build', ...place, ...times },
    ]);
  });

  const due = async () => (await requests.due(connection.id, 1))[0];
  const dueOrFail = async (): Promise<JobsRequest> => {
    const request = await due();
    if (!request) throw new Error('Nothing is due.');
    return request;
  };

  async function look(says: JobsFound | Error | undefined): Promise<void> {
    const client: Pick<BuildkiteClient, 'jobs' | 'buildPages'> = {
      async *buildPages({ commits }) {
        story.push(`looked for ${commits?.join()}`);
        yield { lookedAt: noon, looks: [], unreadable: [] };
      },
      jobs: async ({ organization, pipeline, number }, urgency) => {
        story.push(`asked for ${organization}/${pipeline}/${number}, ${urgency?.priority}`);
        if (says instanceof Error) throw says;
        return says;
      },
    };
    const publish = async (topic: string) => {
      if (busFails) throw new Error('The bus is away.');
      story.push(`published on ${topic}`);
    };
    const kept = Object.assign(Object.create(requests) as JobsRequests, {
      keep: async (request: JobsRequest, next: JobsRequest) => {
        story.push(next.state);
        await requests.keep(request, next);
      },
    });
    const lookAtJobs = new LookAtJobs({ publish } as unknown as Bus, clock, log, rejected, kept, {
      of: async () => [],
    } as unknown as PublishLooks);
    const request = await dueOrFail();
    await lookAtJobs.of(request, { connection, client: client as BuildkiteClient, signal });
  }

  it('asks in the lane of jobs, puts the jobs on the bus, and only then is done', async () => {
    await look(found);
    expect(story).toEqual(['asked for acme-inc/shop/7, jobs', 'published on sleuth.builds.v1', 'answered']);
    expect(await due()).toBeUndefined();
  });

  it('is not done when the bus does not take them', async () => {
    busFails = true;
    await expect(look(found)).rejects.toThrow('The bus is away.');
    expect(await due()).toBeDefined();
  });

  it('tells also of a look that is too early, and repeats it', async () => {
    await look({ ...found, lookedAt: '2026-11-23T11:59:59.000Z' });
    expect(story.slice(1)).toEqual(['published on sleuth.builds.v1', 'due']);
    await clock.advance(1_000);
    expect(await due()).toBeDefined();
  });

  it('waits for as long as Buildkite wants to be left alone', async () => {
    await look(new BuildkiteUnavailable('Buildkite answered 503.', 60_000));
    await clock.advance(59_000);
    expect(await due()).toBeUndefined();
    await clock.advance(1_000);
    expect(await due()).toMatchObject({ failures: 1 });
  });

  it.each([
    ['does not show the build', undefined],
    ['closes the organization', new OrganizationNotAccessible('Buildkite answered 404.', 'acme-inc')],
    ['answers with what nobody can read', new ReplyUnusable('Buildkite answered with no list of jobs.')],
  ])('is given up when Buildkite %s for a day, and says so', async (_what, says) => {
    for (let tries = 0; tries < 5; tries += 1) {
      await look(says);
      await clock.advance(tries === 3 ? 24 * 3_600_000 : 300_000);
    }
    expect(await due()).toBeUndefined();
    expect(story.at(-1)).toBe('given-up');
    expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(5);
    expect(log.lines.at(-1)).toMatchObject({
      message: 'The jobs of a build cannot be had; they are asked for no more',
      data: { build: 'build', failures: 5 },
    });
  });

  it('looks for a build that is not shown by its commit, until it was refused often', async () => {
    for (let tries = 0; tries < 6; tries += 1) {
      await look(undefined);
      await clock.advance(300_000);
    }
    expect(story.filter((line) => line === `looked for ${acme.sha}`)).toHaveLength(5);
  });

  it('waits for another token when this one is rejected', async () => {
    await look(new TokenRejected('Authentication required.'));
    expect(await rejected.has(connection)).toBe(true);
    expect(await due()).toMatchObject({ failures: 0, revision: 1 });
  });

  it('passes on what is no failure of Buildkite, and changes nothing', async () => {
    await expect(look(new TypeError('A mistake.'))).rejects.toThrow('A mistake.');
    expect(await due()).toMatchObject({ failures: 0, revision: 1 });
  });
});
