import type { Decider, DomainEvent } from '../decider.js';
import { Busy, RevisionConflict } from '../errors.js';
import type { EventStore, ExpectedRevision } from '../port.js';
import { appendUntilKnown } from './append-until-known.js';
import { commandEvents, type CommandContext } from './command-events.js';
import { OneAtATime } from './one-at-a-time.js';
import { RecentlyUsed } from './recently-used.js';
import { catchUp, unread, type Recorded, type StreamState } from './stream-state.js';

/** What became of a command. */
export interface CommandOutcome<Event extends DomainEvent, State> {
  /** The state of the stream now. */
  readonly state: State;
  readonly revision: ExpectedRevision;
  /** The events that the command led to, now or when it came first. */
  readonly events: readonly Recorded<Event>[];
  /** The command had come before; it was not applied again. */
  readonly repeated: boolean;
}

/**
 * Makes a command for the state that the stream has just been read in; undefined when there is nothing to do. Facts
 * from elsewhere that it reads are never older than that state.
 */
export type MakeCommand<Command, State> = (
  state: State,
) => Command | undefined | Promise<Command | undefined>;

export interface CommandHandler<Command, Event extends DomainEvent, State> {
  /**
   * Applies the command to the stream once, however often it comes: one that led to events is recognised by its id.
   * (One that changed nothing left no trace; if it comes again it is decided again.)
   * @throws Refused when the rules do not allow it
   * @throws Busy when other writers were always quicker
   * @throws OutcomeUnknown when the store gave no answer; safe to repeat with the same id
   */
  handle(stream: string, command: Command, context: CommandContext): Promise<CommandOutcome<Event, State>>;
  /**
   * Handles the command that `make` makes of what it reads once the stream has been read. When another writer was
   * quicker, the stream is read again and `make` is called again, so that old facts never go behind newer ones. It is
   * not called for a command that has come before.
   * @throws what `make` throws, and as `handle` does
   */
  handleMade(
    stream: string,
    make: MakeCommand<Command, State>,
    context: CommandContext,
  ): Promise<CommandOutcome<Event, State>>;
  /** The state of the stream now. */
  load(stream: string): Promise<{ readonly state: State; readonly revision: ExpectedRevision }>;
}

export interface CommandHandlerOptions<Command, Event extends DomainEvent, State> {
  readonly store: EventStore;
  readonly decider: Decider<Command, Event, State>;
  /** Of how many streams the folded state is kept, so that only what is new has to be read. Default 10,000. */
  readonly streamsKept?: number;
  /** How often a command is decided anew because others were quicker. Default 25. */
  readonly attempts?: number;
}

/**
 * Handles the commands of one kind of stream: reads what is new, decides, appends behind what was read. Commands of one
 * stream go one after the other, so that only writers in other processes can be in each other's way.
 */
export function commandHandler<Command, Event extends DomainEvent, State>({
  store,
  decider,
  streamsKept = 10_000,
  attempts = 25,
}: CommandHandlerOptions<Command, Event, State>): CommandHandler<Command, Event, State> {
  const kept = new RecentlyUsed<StreamState<State>>(streamsKept);
  const queue = new OneAtATime();

  async function readNews(stream: string) {
    const read = await catchUp(store, decider, stream, kept.get(stream) ?? unread(decider));
    kept.set(stream, read.current);
    return read;
  }

  async function eventsOf(commandId: string, stream: string, from: number): Promise<Recorded<Event>[]> {
    const events: Recorded<Event>[] = [];
    for await (const event of store.read(stream, { from })) {
      if (event.metadata?.['commandId'] !== commandId) {
        break;
      }
      events.push(event as Recorded<Event>);
    }
    return events;
  }

  /** @returns undefined when another writer was quicker */
  async function attempt(stream: string, make: MakeCommand<Command, State>, context: CommandContext) {
    const { commandId } = context;
    const { state, revision, commands } = (await readNews(stream)).current;
    const earlier = commands.get(commandId);
    if (earlier !== undefined) {
      return { state, revision, events: await eventsOf(commandId, stream, earlier), repeated: true };
    }

    const command = await make(state);
    const decided = command === undefined ? [] : decider.decide(command, state);
    const events = commandEvents(decided, context);
    if (events.length === 0) {
      return { state, revision, events: [], repeated: false };
    }
    try {
      await appendUntilKnown(store, stream, events, revision);
    } catch (error) {
      if (error instanceof RevisionConflict) {
        return undefined;
      }
      throw error;
    }
    const { current, news } = await readNews(stream);
    return {
      state: current.state,
      revision: current.revision,
      events: news.slice(0, events.length),
      repeated: false,
    };
  }

  async function handleMade(stream: string, make: MakeCommand<Command, State>, context: CommandContext) {
    for (let count = 0; count < attempts; count += 1) {
      const outcome = await attempt(stream, make, context);
      if (outcome !== undefined) {
        return outcome;
      }
    }
    throw new Busy(stream, attempts);
  }

  return {
    handle: (stream, command, context) => queue.run(stream, () => handleMade(stream, () => command, context)),
    handleMade: (stream, make, context) => queue.run(stream, () => handleMade(stream, make, context)),
    load: (stream) =>
      queue.run(stream, async () => {
        const { state, revision } = (await readNews(stream)).current;
        return { state, revision };
      }),
  };
}
