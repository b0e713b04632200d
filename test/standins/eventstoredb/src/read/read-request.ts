import type { ReadReq as Request } from '@eventstore/db-client/generated/streams_pb.js';
import { invalidArgument, unforeseen } from '../protocol/rpc-error.js';
import { streamNameOf } from '../protocol/stream-identifier.js';
import type { EventFilter } from './domain/event-filter.js';
import type { LogPosition } from './domain/log-position.js';

/** How many events the real server reads at once (Enumerator.cs, `ReadBatchSize`). */
export const PAGE_SIZE = 32;

/** `ReadDirection` on the wire. */
const BACKWARDS = 1;

/** What a filtered read looks at. */
export interface FilterWindow {
  readonly filter: EventFilter;
  readonly maxSearchWindow: number;
  /** After how many events a subscription is told how far it has come. */
  readonly checkpointInterval: number;
}

/** What a read asks for: the events of a stream or of all, some now or all from there on for ever. */
export interface ReadQuery {
  readonly target:
    | { readonly kind: 'stream'; readonly stream: string; readonly from: number | 'start' | 'end' }
    | {
        readonly kind: 'all';
        readonly from: LogPosition | 'start' | 'end';
        readonly window: FilterWindow | undefined;
      };
  readonly direction: 'forwards' | 'backwards';
  /** How many events; undefined: a subscription. */
  readonly count: number | undefined;
}

/** The query of a request; throws INVALID_ARGUMENT for what the real server does not take. */
export function readQueryOf(request: Request): ReadQuery {
  const options = request.getOptions();
  if (options === undefined) throw unforeseen();
  if (!options.hasUuidOption())
    throw invalidArgument(' `uuidOption` is a required argument of type UUIDOption');
  const count = options.hasSubscription() ? undefined : Number(options.getCount());
  const backwards = Number(options.getReadDirection()) === BACKWARDS;
  const target = targetOf(options);
  const filtered = options.hasFilter();
  if ((backwards && count === undefined) || (filtered && target.kind === 'stream'))
    throw invalidArgument('The combination of stream, count, direction and filter is invalid.');
  return { target, direction: backwards ? 'backwards' : 'forwards', count };
}

function targetOf(options: Request.Options): ReadQuery['target'] {
  const ofStream = options.getStream();
  if (ofStream !== undefined) {
    const stream = streamNameOf(ofStream.getStreamIdentifier());
    if (stream === undefined) throw unforeseen();
    const from = ofStream.hasRevision()
      ? Number(ofStream.getRevision())
      : ofStream.hasEnd()
        ? 'end'
        : 'start';
    return { kind: 'stream', stream, from };
  }
  const all = options.getAll();
  if (all === undefined) throw invalidArgument("'None' is not a valid StreamOption");
  const position = all.getPosition();
  const from =
    position === undefined
      ? all.hasEnd()
        ? 'end'
        : 'start'
      : { commit: Number(position.getCommitPosition()), prepare: Number(position.getPreparePosition()) };
  return { kind: 'all', from, window: windowOf(options.getFilter()) };
}

function windowOf(options: Request.Options.FilterOptions | undefined): FilterWindow | undefined {
  if (options === undefined) return undefined;
  if (!options.hasMax() && !options.hasCount()) throw invalidArgument("'None' is not a valid Window");
  const maxSearchWindow = options.hasMax() ? options.getMax() : PAGE_SIZE;
  const multiplier = options.getCheckpointintervalmultiplier();
  return {
    filter: filterOf(options),
    maxSearchWindow,
    checkpointInterval: multiplier * maxSearchWindow,
  };
}

function filterOf(options: Request.Options.FilterOptions): EventFilter {
  const ofStream = options.getStreamIdentifier();
  const expression = ofStream ?? options.getEventType();
  if (expression === undefined) throw invalidArgument('The filter is not valid.');
  const on = ofStream === undefined ? 'type' : 'stream';
  const pattern = expression.getRegex();
  return pattern === ''
    ? { on, prefixes: expression.getPrefixList() }
    : { on, regex: new RegExp(pattern, 'u') };
}
