/** JSON-shaped data: what an event carries. */
export type EventData = Readonly<Record<string, unknown>>;

/** An event on its way into a stream. `id` is a UUID and deterministic, so that a repeated append is recognised. */
export interface NewEvent<Type extends string = string, Data = EventData> {
  readonly id: string;
  readonly type: Type;
  readonly data: Data;
  /** Bookkeeping that no decision depends on: `commandId`, `by`, `traceparent`. Never a secret. */
  readonly metadata?: EventData;
}

/** An event as the store kept it. */
export interface RecordedEvent<Type extends string = string, Data = EventData> extends NewEvent<Type, Data> {
  readonly stream: string;
  /** Place in the stream, from 0. */
  readonly revision: number;
  /** Place among all events of the store: opaque, to be given back as `after`. */
  readonly position: string;
  /** When the store took it: RFC 3339, UTC. */
  readonly recordedAt: string;
}

/** The revision of the stream's last event that the writer has seen, or that there is no stream yet. */
export type ExpectedRevision = number | 'no-stream';

/** What a subscription delivers, in the order of the store. */
export type SubscriptionMessage =
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  /** Everything up to `position` has been delivered or filtered out. */
  | { readonly kind: 'checkpoint'; readonly position: string }
  /** All that was in the store when the subscription began has been delivered; what follows is live. */
  | { readonly kind: 'caught-up' };

/** An append-only store of events in streams. The embedded and the distributed engine pass one contract suite. */
export interface EventStore {
  /**
   * Appends the events in one piece behind `expectedRevision`; durable when it resolves.
   * Repeating an append (same ids, same expected revision) resolves as it did the first time and writes nothing.
   * @returns the revision of the last event appended
   * @throws RevisionConflict when the stream has moved on
   * @throws OutcomeUnknown when no answer came: it may have been written; repeat it as it was
   * @throws AppendRefused when the store will never take it, e.g. because it is too large; nothing was written
   */
  append(
    stream: string,
    events: readonly NewEvent[],
    options: { readonly expectedRevision: ExpectedRevision },
  ): Promise<{ readonly revision: number }>;

  /**
   * The stream's events from revision `from` (default 0) up; nothing when there is no such stream. The iteration throws
   * EventStoreUnreachable when the store does not answer, EventUnreadable at an event that others wrote in no JSON.
   */
  read(stream: string, options?: { readonly from?: number }): AsyncIterable<RecordedEvent>;

  /**
   * Events of all streams whose names begin with one of `prefixes`, in the store's order, from just behind `after`
   * (default: the beginning) and then as they come, until `signal` aborts. May end or throw at any time: whoever
   * needs it for good supervises it (see follow).
   */
  subscribe(options: {
    readonly prefixes: readonly string[];
    readonly after?: string;
    readonly signal: AbortSignal;
  }): AsyncIterable<SubscriptionMessage>;

  /**
   * Sets up what the store needs to keep decisions safe: that nobody but its administrators deletes a stream. A step of
   * its own before services start, not theirs. Repeating it changes nothing.
   */
  provision(): Promise<void>;

  /** Rejects when the store does not answer. */
  ping(): Promise<void>;

  close(): Promise<void>;
}
