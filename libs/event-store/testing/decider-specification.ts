import { isDeepStrictEqual } from 'node:util';
import type { Decider, DomainEvent } from '../decider.js';
import { Refused } from '../errors.js';
import { deepFreeze } from './deep-freeze.js';

/** What is to be seen once the command has met the state. Each fails the test by Jest's `expect`. */
export interface Outcome<Event, State> {
  /** These events, in this order; `[]` for a command that changes nothing. */
  then(events: readonly Event[]): void;
  /** A refusal with this code and, where given, these details. */
  thenRefused(code: string, details?: Readonly<Record<string, unknown>>): void;
  /** The command goes through and leaves this state behind. */
  thenState(state: State): void;
}

/** Given what has happened, when a command comes. */
export interface DeciderSpecification<Command, Event, State> {
  given(events: readonly Event[]): { when(command: Command): Outcome<Event, State> };
}

/**
 * Given/when/then for a decider:
 * `decider(connection).given([added]).when(remove).then([removed])`.
 * What goes in is frozen and the command is decided twice, so that a decider that is not pure fails the test.
 */
export function decider<Command, Event extends DomainEvent, State>(
  rules: Decider<Command, Event, State>,
): DeciderSpecification<Command, Event, State> {
  const evolve = (state: State, event: Event): State => deepFreeze(rules.evolve(state, deepFreeze(event)));

  return {
    given: (events) => ({
      when: (command) => {
        const state = events.reduce(evolve, deepFreeze(rules.initialState));
        const decide = () => rules.decide(deepFreeze(command), state);

        return {
          then: (expected) => {
            const decided = decide();
            expect(decided).toEqual(expected);
            if (!isDeepStrictEqual(decide(), decided)) {
              throw new Error(
                'The decider is not pure: the same command in the same state came out differently.',
              );
            }
          },
          thenRefused: (code, details) => {
            const refusal = refusalOf(decide);
            expect(refusal.code).toBe(code);
            if (details !== undefined) {
              expect(refusal.details).toEqual(details);
            }
          },
          thenState: (expected) => {
            expect(decide().reduce(evolve, state)).toEqual(expected);
          },
        };
      },
    }),
  };
}

function refusalOf(decide: () => readonly DomainEvent[]): Refused {
  let decided: readonly DomainEvent[];
  try {
    decided = decide();
  } catch (error) {
    if (error instanceof Refused) {
      return error;
    }
    throw error;
  }
  throw new Error(`The command was not refused, it led to [${decided.map(({ type }) => type).join(', ')}].`);
}
