import type { Decider } from '../decider.js';
import { Refused } from '../errors.js';

/** A door with a counter: the smallest decider that has a rule, a no-op and a state. For the tests of this library. */
export type DoorCommand = { readonly kind: 'open'; readonly by: string } | { readonly kind: 'close' };

export type DoorEvent =
  | { readonly type: 'DoorOpened'; readonly data: { readonly by: string } }
  | { readonly type: 'DoorClosed'; readonly data: Record<string, never> };

export interface Door {
  readonly open: boolean;
  readonly openings: number;
}

export const door: Decider<DoorCommand, DoorEvent, Door> = {
  initialState: { open: false, openings: 0 },

  decide(command, state) {
    switch (command.kind) {
      case 'open':
        if (state.open) {
          throw new Refused('door-open', 'The door is open already.', { openings: state.openings });
        }
        return [{ type: 'DoorOpened', data: { by: command.by } }];
      case 'close':
        return state.open ? [{ type: 'DoorClosed', data: {} }] : [];
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'DoorOpened':
        return { open: true, openings: state.openings + 1 };
      case 'DoorClosed':
        return { ...state, open: false };
    }
  },
};
