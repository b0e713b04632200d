import type { Secret } from '#libs/platform';
import {
  OrganizationNotAccessible,
  ReplyUnusable,
  RequestRefused,
  ScopeMissing,
  TokenRejected,
  type BuildkiteError,
} from '../errors.js';
import { errorBody } from '../parsing/error-body.js';

/** A builds list does not go as deep as the page that was asked for; a narrower question does. */
export class ListingTooDeep extends RequestRefused {}

/** Buildkite knows no such thing, or does not show it to this token: 404 says both, 403 about one thing the latter. */
export class NotFound extends RequestRefused {}

/** What a refused request was about. */
export interface Question {
  /** Slug of the organization; undefined when the request was about the token alone. */
  readonly organization?: string | undefined;
  /** Whether it was about one thing inside the organization, which may be missing while the organization is there. */
  readonly isAboutOne?: boolean | undefined;
}

interface RefusedReply {
  readonly status: number;
  readonly body: string;
}

const scopeNamed = /doesn.t have the (\w{1,60}) scope/i;
const noOrganization = /no organization/i;
const tooDeep = /listing builds this deep/i;

/**
 * What a reply means that is no success and that asking again would not change (Buildkite docs: REST API; texts as
 * quoted by its users). Of what Buildkite said 200 characters are kept, and never the token.
 */
export function refusalOf(reply: RefusedReply, question: Question, token: Secret): BuildkiteError {
  const { status } = reply;
  const said = errorBody(reply.body.replaceAll(token.reveal(), '[secret]')).message;
  const message =
    said === undefined ? `Buildkite answered ${status}.` : `Buildkite answered ${status}: ${said}`;
  if (status >= 300 && status < 400)
    return new ReplyUnusable(`Buildkite answered ${status}; redirects are not followed.`);
  switch (status) {
    case 400:
      return tooDeep.test(said ?? '')
        ? new ListingTooDeep(message, status)
        : new RequestRefused(message, status);
    case 401:
      return new TokenRejected(message);
    case 403:
      return forbidden(message, status, question);
    case 404:
    case 410:
      return missing(message, status, question);
    default:
      return new RequestRefused(message, status);
  }
}

function forbidden(
  message: string,
  status: number,
  { organization, isAboutOne = false }: Question,
): BuildkiteError {
  const scope = scopeNamed.exec(message)?.[1];
  if (scope !== undefined) return new ScopeMissing(message, scope);
  if (organization === undefined) return new TokenRejected(message);
  return isAboutOne ? new NotFound(message, status) : new OrganizationNotAccessible(message, organization);
}

function missing(
  message: string,
  status: number,
  { organization, isAboutOne = false }: Question,
): BuildkiteError {
  if (organization === undefined || (isAboutOne && !noOrganization.test(message)))
    return new NotFound(message, status);
  return new OrganizationNotAccessible(message, organization);
}
