import { inspect } from 'node:util';
import { Secret } from '#libs/platform';
import {
  OrganizationNotAccessible,
  ReplyUnusable,
  RequestRefused,
  ScopeMissing,
  TokenRejected,
} from '../errors.js';
import { ListingTooDeep, NotFound, refusalOf, type Question } from './refusal.js';

const token = new Secret('bkua_CANARY');
const acme: Question = { organization: 'acme' };
const says = (status: number, message: string, question: Question = acme) =>
  refusalOf({ status, body: JSON.stringify({ message }) }, question, token);

describe('a refusal', () => {
  it('of the token is 401: missing, wrong, revoked and expired alike', () => {
    expect(says(401, 'Authentication required. Please supply a valid API Access Token')).toBeInstanceOf(
      TokenRejected,
    );
  });

  it('for want of a scope names it', () => {
    const error = says(403, "Your access token doesn't have the read_builds scope");
    expect(error).toBeInstanceOf(ScopeMissing);
    expect(error).toMatchObject({ code: 'scope-missing', scope: 'read_builds' });
  });

  it('without a scope is about the organization, if one was asked about', () => {
    expect(says(403, 'Forbidden')).toMatchObject({
      code: 'organization-not-accessible',
      organization: 'acme',
    });
    expect(says(403, 'Forbidden', {})).toBeInstanceOf(TokenRejected);
  });

  it.each([404, 410])('with %d hides the organization', (status) => {
    const error = says(status, 'No organization found');
    expect(error).toBeInstanceOf(OrganizationNotAccessible);
    expect(error).toMatchObject({ organization: 'acme' });
  });

  it('of one thing does not hide the organization, unless it says so', () => {
    const one: Question = { organization: 'acme', isAboutOne: true };
    expect(says(404, 'No pipeline found', one)).toBeInstanceOf(NotFound);
    expect(says(404, 'No build found', one)).toBeInstanceOf(NotFound);
    expect(says(403, 'Forbidden', one)).toBeInstanceOf(NotFound);
    expect(says(404, 'No organization found', one)).toBeInstanceOf(OrganizationNotAccessible);
  });

  it('without an organization is just not found', () => {
    expect(says(404, 'No route matches [GET] "/x"', {})).toBeInstanceOf(NotFound);
  });

  it('of a deep page is told from other bad requests', () => {
    const deep =
      'Listing builds this deep is not supported. Please narrow your query using filters such as branch.';
    expect(says(400, deep)).toBeInstanceOf(ListingTooDeep);
    expect(says(400, 'Invalid state')).not.toBeInstanceOf(ListingTooDeep);
    expect(says(400, 'Invalid state')).toMatchObject({ code: 'request-refused', status: 400 });
  });

  it.each([402, 405, 409, 422, 451])('with %d is of the request', (status) => {
    expect(says(status, 'Validation Failed')).toBeInstanceOf(RequestRefused);
    expect(says(status, 'Validation Failed')).toMatchObject({ status });
  });

  it.each([301, 302, 307, 308])('to answer here with %d is not followed', (status) => {
    expect(says(status, 'Moved')).toBeInstanceOf(ReplyUnusable);
  });
});

describe('the message of a refusal', () => {
  it('is what Buildkite said', () => {
    expect(says(422, 'Validation Failed').message).toBe('Buildkite answered 422: Validation Failed');
  });

  it('is the status when a proxy answered in HTML', () => {
    const error = refusalOf({ status: 403, body: '<html><h1>Request blocked</h1></html>' }, acme, token);
    expect(error.message).toBe('Buildkite answered 403.');
  });

  it('is short', () => {
    expect(says(422, 'x'.repeat(10_000)).message.length).toBeLessThan(300);
  });

  it('never holds the token, even if Buildkite repeats it', () => {
    for (const status of [302, 400, 401, 403, 404, 422])
      expect(inspect(says(status, 'Token bkua_CANARY is not known'), { showHidden: true })).not.toContain(
        'CANARY',
      );
  });
});
