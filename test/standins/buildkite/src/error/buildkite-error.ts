import { HttpException } from '@nestjs/common';

function error(status: number, message: string): HttpException {
  return new HttpException({ message }, status);
}

/** 400 with Buildkite's kind of body. */
export function badRequest(message: string): HttpException {
  return error(400, message);
}

/** 400: a page of builds that lies too deep (quoted in public issues). */
export function listedTooDeep(): HttpException {
  return badRequest(
    'Listing builds this deep is not supported. Please narrow your query using filters such as branch or created_from.',
  );
}

/** 401: no token, or one that is malformed, revoked or expired (quoted in public issues). */
export function authenticationRequired(): HttpException {
  return error(
    401,
    'Authentication required. Please supply a valid API Access Token: https://buildkite.com/docs/apis/rest-api#authentication',
  );
}

/** 403: the token is good but lacks that scope (buildkite/cli PR 566). */
export function scopeMissing(scope: string): HttpException {
  return error(403, `Your access token doesn't have the ${scope} scope`);
}

/** 404, which Buildkite also answers when the token may not see the thing. */
export function notFound(thing: 'organization' | 'pipeline' | 'build' | 'job'): HttpException {
  return error(404, `No ${thing} found`);
}

/** 404 for an address that the API does not have (recorded in 2015). */
export function noRoute(path: string): HttpException {
  return error(404, `No route matches ${path.replace(/^\//, '')}`);
}
