import { envelope, eventId, type EventEnvelope, type ObservedBuild } from '#libs/contracts';
import { canonicalJson } from '#libs/contracts';

/** What one reply of Buildkite said about one build. */
export interface Look {
  readonly build: ObservedBuild;
  /** Slug of the Buildkite organization. */
  readonly organization: string;
  /** The reply's `Date`: RFC 3339, UTC, whole seconds. */
  readonly lookedAt: string;
}

/** Whose look it is. */
export interface Through {
  /** The tenant. */
  readonly organization: string;
  readonly connection: string;
}

/** A name for what a look shows: the same for the same content, and for no other. */
export function contentOf(build: ObservedBuild): string {
  return eventId('content of a build', canonicalJson(build));
}

/** The look as it is published; its id follows from build, time and content, so that a repeat is recognisable. */
export function buildObserved(
  { build, organization: buildkiteOrganization, lookedAt }: Look,
  { organization, connection }: Through,
): EventEnvelope<'sleuth.build-observed.v1'> {
  const id = eventId('build-observed', organization, connection, build.id, lookedAt, contentOf(build));
  return envelope('sleuth.build-observed.v1', {
    id,
    source: '/services/builds',
    time: lookedAt,
    data: { organization, connection, buildkiteOrganization, lookedAt, build },
  });
}
