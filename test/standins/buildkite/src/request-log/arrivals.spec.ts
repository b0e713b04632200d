import { NOON } from '../../testing/a-build.js';
import { Arrivals } from './arrivals.js';

const second = (count: number): number => NOON + count * 1_000;

/** The machine's time, as far as a test lets it pass. */
class MachineTime {
  ms = 0;

  pass(ms: number): void {
    this.ms += ms;
  }
}

function arrivalsOn(machine: MachineTime): Arrivals {
  return Object.assign(new Arrivals(), { machineMs: () => machine.ms });
}

describe('the arrivals of requests', () => {
  let machine: MachineTime;
  beforeEach(() => (machine = new MachineTime()));

  it('are told for each user and each organization, with the limit of each', () => {
    const arrivals = arrivalsOn(machine);
    for (const at of [0, 1, 2]) arrivals.note('user', 'ada@example.com', second(at));
    arrivals.note('organization', 'acme', second(2));
    expect(arrivals.densest((scope) => (scope === 'user' ? 50 : 200))).toEqual([
      {
        scope: 'user',
        name: 'ada@example.com',
        most: 3,
        limit: 50,
        from: '2026-03-01T12:00:00.000Z',
        whileLimited: 0,
      },
      {
        scope: 'organization',
        name: 'acme',
        most: 1,
        limit: 200,
        from: '2026-03-01T12:00:02.000Z',
        whileLimited: 0,
      },
    ]);
  });

  it('count apart what comes while a scope is limited, up to the reset of its latest refusal', () => {
    const arrivals = arrivalsOn(machine);
    arrivals.note('user', 'ada', second(0));
    arrivals.limit('user', 'ada', second(0), second(30));
    machine.pass(200);
    arrivals.limit('user', 'ada', second(0), second(20));
    machine.pass(50);
    for (const at of [1, 29, 30]) arrivals.note('user', 'ada', second(at));
    arrivals.note('organization', 'ada', second(1));
    expect(arrivals.densest(() => 50).map(({ whileLimited }) => whileLimited)).toEqual([2, 0]);
  });

  it('do not count as sent while limited when they crossed the first refusal on its way', () => {
    const arrivals = arrivalsOn(machine);
    arrivals.limit('user', 'ada', second(0), second(30));
    machine.pass(249);
    arrivals.note('user', 'ada', second(1));
    arrivals.limit('user', 'ada', second(1), second(40));
    machine.pass(1);
    arrivals.note('user', 'ada', second(2));
    expect(arrivals.densest(() => 50)).toMatchObject([{ most: 2, whileLimited: 1 }]);
  });

  it('cannot all have been on their way', () => {
    const arrivals = arrivalsOn(machine);
    arrivals.limit('user', 'ada', second(0), second(30));
    for (let sent = 0; sent < 7; sent += 1) arrivals.note('user', 'ada', second(0));
    expect(arrivals.densest(() => 50)).toMatchObject([{ most: 7, whileLimited: 2 }]);
  });

  it('are not limited any more when the limits end', () => {
    const arrivals = arrivalsOn(machine);
    arrivals.limit('user', 'ada', second(0), second(30));
    machine.pass(250);
    arrivals.endLimits();
    arrivals.note('user', 'ada', second(1));
    expect(arrivals.densest(() => 50)).toMatchObject([{ most: 1, whileLimited: 0 }]);
  });

  it('are forgotten when the log begins anew, but not a limit that holds', () => {
    const arrivals = arrivalsOn(machine);
    arrivals.note('user', 'ada', second(0));
    arrivals.limit('user', 'ada', second(0), second(30));
    machine.pass(250);
    arrivals.reset();
    expect(arrivals.densest(() => 50)).toEqual([]);
    arrivals.note('user', 'ada', second(1));
    expect(arrivals.densest(() => 50)).toMatchObject([{ most: 1, whileLimited: 1 }]);
  });
});
