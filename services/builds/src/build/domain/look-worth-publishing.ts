import { isOpen } from './build-state.js';
import { contentOf, type Look } from './look.js';

/** The last published look at a build, as far as it decides about the next one. */
export interface LastLook {
  /** RFC 3339, UTC, whole seconds. */
  readonly lookedAt: string;
  /** See `contentOf`. */
  readonly content: string;
  /** Whether the build is followed, because it went on by itself when it was seen last. */
  readonly isOpen: boolean;
  /** Only grows; a later look has a higher one. */
  readonly revision: number;
}

/** What is to be done about a look. */
export interface Verdict {
  readonly isPublished: boolean;
  /** What is to be remembered once it is published; undefined when nothing changes. */
  readonly remember: LastLook | undefined;
}

/**
 * Whether a look is worth publishing: when it shows something else than the last published one, and when a deploy of the
 * build's SHA lies between the two (after the last one, up to this one), so that both sides of T are told.
 * @param deployedAts the times T of all deploys of the SHA that the look shows: RFC 3339, UTC
 */
export function judge(look: Look, last: LastLook | undefined, deployedAts: readonly string[]): Verdict {
  const time = Date.parse(look.lookedAt);
  const seen = { lookedAt: look.lookedAt, content: contentOf(look.build), isOpen: isOpen(look.build.state) };
  if (last === undefined) return { isPublished: true, remember: { ...seen, revision: time } };

  const lastTime = Date.parse(last.lookedAt);
  const isPublished =
    seen.content !== last.content || deployedAts.map(Date.parse).some((at) => lastTime < at && at <= time);
  const revision = Math.max(time, last.revision + 1);
  if (isPublished && time >= lastTime) return { isPublished, remember: { ...seen, revision } };
  if (!isPublished && seen.isOpen !== last.isOpen)
    return { isPublished, remember: { ...last, isOpen: seen.isOpen, revision } };
  return { isPublished, remember: undefined };
}
