import type { ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

/** What of a request a route handler asks for in its parameters. */
export interface HandlerParameters {
  readonly body: boolean;
  /** Names that it reads one by one (`@Query('name')`), or all of them (`@Query()`: its class says which are known). */
  readonly query: 'all' | readonly string[];
}

/** Read from what Nest's parameter decorators leave behind: `{ "<kind>:<index>": { data } }`. */
export function handlerParameters(context: ExecutionContext): HandlerParameters {
  const metadata = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as
    Readonly<Record<string, { readonly data?: unknown }>> | undefined;
  const parameters = Object.entries(metadata ?? {});
  const queries = parameters
    .filter(([key]) => key.startsWith(`${RouteParamtypes.QUERY}:`))
    .map(([, { data }]) => data);
  const names = queries.filter((name) => typeof name === 'string');
  return {
    body: parameters.some(([key]) => key.startsWith(`${RouteParamtypes.BODY}:`)),
    query: names.length < queries.length ? 'all' : names,
  };
}
