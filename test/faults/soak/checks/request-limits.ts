import type { BuildkiteControl, LoggedRequest } from '../../../standins/buildkite/testing/index.js';
import type { Fault } from './fault.js';

/** The busiest 60 s of one who is limited, by the stand-in's own count. */
export interface DensestWindow {
  readonly scope: string;
  readonly name: string;
  readonly most: number;
  readonly limit: number;
  /** When it began, RFC 3339. */
  readonly from: string;
  /** Requests that came while Buildkite had said that it takes none. */
  readonly whileLimited: number;
}

const windowMs = 60_000;
/** The share of a limit that is used at most. */
const ceiling = 0.8;
const limits = { user: 50, organization: 200 };

/** Windows with more requests than the ceiling allows, and requests while there were to be none. */
export function overTheCeiling(windows: readonly DensestWindow[]): readonly Fault[] {
  return windows.flatMap(({ scope, name, most, limit, from, whileLimited }) => [
    ...(most > ceiling * limit
      ? [{ what: `${most} requests of ${scope} ${name} within 60 s, of ${limit}.`, atMs: Date.parse(from) }]
      : []),
    ...(whileLimited > 0
      ? [{ what: `${whileLimited} requests of ${scope} ${name} while it was limited.` }]
      : []),
  ]);
}

/** The stand-in's own count; where it keeps none, that of its list of requests. */
export async function countedWindows(buildkite: BuildkiteControl): Promise<readonly DensestWindow[]> {
  const counting: BuildkiteControl & { densestWindows?: () => Promise<readonly DensestWindow[]> } = buildkite;
  return counting.densestWindows?.() ?? busiestWindows(await buildkite.requests());
}

/** The busiest windows of each user and organization, from a list of requests; that does not tell who was limited when. */
export function busiestWindows(requests: readonly LoggedRequest[]): readonly DensestWindow[] {
  return [
    ...busiest(requests, 'user', ({ token }) => token ?? undefined),
    ...busiest(requests, 'organization', ({ path }) => /^\/v2\/organizations\/([^/]+)/.exec(path)?.[1]),
  ];
}

function busiest(
  requests: readonly LoggedRequest[],
  scope: keyof typeof limits,
  nameOf: (request: LoggedRequest) => string | undefined,
): readonly DensestWindow[] {
  const named = Map.groupBy(requests, nameOf);
  return [...named].flatMap(([name, its]) => {
    if (name === undefined) return [];
    const times = its.map(({ at }) => Date.parse(at));
    let first = 0;
    let best = { most: 0, from: '' };
    times.forEach((time, index) => {
      while (time - (times[first] ?? time) >= windowMs) first += 1;
      const most = index - first + 1;
      if (most > best.most) best = { most, from: its[first]?.at ?? '' };
    });
    return [{ scope, name, ...best, limit: limits[scope], whileLimited: 0 }];
  });
}
