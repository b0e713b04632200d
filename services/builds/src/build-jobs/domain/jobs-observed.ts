import { canonicalJson, envelope, eventId, type EventEnvelope } from '#libs/contracts';
import type { JobsRequest } from './jobs-request.js';
import { trimmedJobs, type SeenJobs } from './trimmed-jobs.js';

/** A look at the jobs of a build as it is published; its id follows from build, time and content. */
export function jobsObserved(
  request: Pick<JobsRequest, 'organization' | 'connection' | 'buildkiteOrganization' | 'build'>,
  lookedAt: string,
  seen: SeenJobs,
): EventEnvelope<'sleuth.build-jobs-observed.v1'> {
  const { organization, connection, buildkiteOrganization, build } = request;
  const said = trimmedJobs(seen);
  const content = eventId('content of jobs', canonicalJson(said));
  return envelope('sleuth.build-jobs-observed.v1', {
    id: eventId('build-jobs-observed', organization, connection, build, lookedAt, content),
    source: '/services/builds',
    time: lookedAt,
    data: { organization, connection, buildkiteOrganization, build, lookedAt, ...said },
  });
}
