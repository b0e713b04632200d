/** An event as the domain sees it: what happened, with its facts. */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

/**
 * The rules of one kind of stream, as pure functions: no clock, no ids, no randomness, no I/O. Times, ids and facts
 * from elsewhere arrive inside the command.
 */
export interface Decider<Command, Event extends DomainEvent, State> {
  /** The state of a stream without events. */
  readonly initialState: State;
  /**
   * What happens when the command meets the state; nothing at all when it changes nothing.
   * @throws Refused when the rules do not allow it
   */
  decide(command: Command, state: State): readonly Event[];
  /** The state behind the event. Never changes the state it is given, never throws. */
  evolve(state: State, event: Event): State;
}
