import type { Decider } from '../decider.js';
import { decider } from './decider-specification.js';
import { door, type Door, type DoorCommand, type DoorEvent } from './door.js';

const opened: DoorEvent = { type: 'DoorOpened', data: { by: 'ada' } };
const closed: DoorEvent = { type: 'DoorClosed', data: {} };

const broken = (rules: Partial<Decider<DoorCommand, DoorEvent, Door>>) => decider({ ...door, ...rules });

describe('Given, when, then', () => {
  it('passes for the events that the command leads to', () => {
    decider(door).given([]).when({ kind: 'open', by: 'ada' }).then([opened]);
    decider(door).given([opened]).when({ kind: 'close' }).then([closed]);
    decider(door).given([opened, closed]).when({ kind: 'close' }).then([]);
  });

  it('fails for other events', () => {
    const outcome = decider(door).given([]).when({ kind: 'open', by: 'ada' });

    expect(() => outcome.then([])).toThrow();
    expect(() => outcome.then([{ type: 'DoorOpened', data: { by: 'bob' } }])).toThrow();
  });

  it('passes for a refusal with its code and details', () => {
    const outcome = decider(door).given([opened]).when({ kind: 'open', by: 'bob' });

    outcome.thenRefused('door-open');
    outcome.thenRefused('door-open', { openings: 1 });
    expect(() => outcome.thenRefused('door-locked')).toThrow();
    expect(() => outcome.thenRefused('door-open', { openings: 2 })).toThrow();
  });

  it('fails when a refusal was awaited and the command went through', () => {
    const outcome = decider(door).given([opened]).when({ kind: 'close' });

    expect(() => outcome.thenRefused('door-open')).toThrow('it led to [DoorClosed]');
  });

  it('does not take another error for a refusal', () => {
    const outcome = broken({ decide: () => fail('bug') })
      .given([])
      .when({ kind: 'close' });

    expect(() => outcome.thenRefused('door-open')).toThrow('bug');
  });

  it('tells the state behind the command', () => {
    const outcome = decider(door).given([opened, closed]).when({ kind: 'open', by: 'bob' });

    outcome.thenState({ open: true, openings: 2 });
    expect(() => outcome.thenState({ open: true, openings: 1 })).toThrow();
  });

  it('catches rules that change the state they are given', () => {
    const mutating = broken({ evolve: (state) => Object.assign(state, { open: true }) });

    expect(() => mutating.given([opened])).not.toThrow();
    expect(() => mutating.given([opened]).when({ kind: 'close' })).toThrow(TypeError);
  });

  it('catches rules that come out differently each time', () => {
    let calls = 0;
    const moody = broken({ decide: () => ((calls += 1) === 1 ? [closed] : []) });

    expect(() => moody.given([]).when({ kind: 'close' }).then([closed])).toThrow('not pure');
  });
});

function fail(message: string): never {
  throw new Error(message);
}
