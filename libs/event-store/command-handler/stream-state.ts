import type { Decider, DomainEvent } from '../decider.js';
import type { EventStore, ExpectedRevision, RecordedEvent } from '../port.js';

/** A stream as far as it has been read. */
export interface StreamState<State> {
  readonly state: State;
  /** Revision of the last event that is folded in. */
  readonly revision: ExpectedRevision;
  /** The revision of the first event of each command that led to events. Only ever grows, and is shared on the way. */
  readonly commands: Map<string, number>;
}

/** An event of a domain as the store kept it. */
export type Recorded<Event extends DomainEvent> = Event & RecordedEvent;

/** The state of a stream of which nothing has been read. */
export function unread<State>({ initialState }: { readonly initialState: State }): StreamState<State> {
  return { state: initialState, revision: 'no-stream', commands: new Map() };
}

/** Reads what came behind `known` and folds it in. @returns the stream as it is now, and the events that came */
export async function catchUp<Event extends DomainEvent, State>(
  store: Pick<EventStore, 'read'>,
  decider: Pick<Decider<never, Event, State>, 'evolve'>,
  stream: string,
  known: StreamState<State>,
): Promise<{ readonly current: StreamState<State>; readonly news: readonly Recorded<Event>[] }> {
  const { commands } = known;
  let { state, revision } = known;
  const news: Recorded<Event>[] = [];
  for await (const recorded of store.read(stream, { from: revision === 'no-stream' ? 0 : revision + 1 })) {
    const event = recorded as Recorded<Event>;
    const commandId = event.metadata?.['commandId'];
    if (typeof commandId === 'string' && !commands.has(commandId)) {
      commands.set(commandId, event.revision);
    }
    state = decider.evolve(state, event);
    ({ revision } = event);
    news.push(event);
  }
  return { current: { state, revision, commands }, news };
}
