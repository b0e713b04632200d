import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { MemoryBudgets } from '../testing/memory-budgets.js';
import type { BudgetDocument } from './budget-collection.js';
import { ended, started, type Budget } from './budget/budget.js';
import { SharedBudget } from './shared-budget.js';
import { SharedTime } from './shared-time.js';

const minuteMs = 60_000;
const start = (id: string) => (budget: Budget) => ({
  budget: started(budget, id, 'history'),
  result: budget.counted.length,
});

/** Documents, and processes that have them. */
function setUp() {
  const documents = new MemoryBudgets();
  const log = new RecordingLog();
  const machine = new ManualClock();
  /** The budgets of a process with a clock of its own. */
  function process(clock = new ManualClock()) {
    const known = new Map<string, SharedBudget>();
    const parts = {
      documents: documents.collection<BudgetDocument>(),
      time: new SharedTime(clock, machine),
      log,
      other: (id: string): SharedBudget => known.get(id) ?? make(id),
    };
    const make = (id: string) => {
      const made = new SharedBudget(id, 50, parts);
      known.set(id, made);
      return made;
    };
    return { clock, of: parts.other };
  }
  const counted = (id: string) => (documents.stored.get(id)?.budget?.counted ?? []).map((each) => each.id);
  return { documents, log, machine, process, counted };
}

describe('a shared budget', () => {
  it('is changed in its document', async () => {
    const { process, documents } = setUp();
    const { of, clock } = process();
    expect(await of('user ada').change(start('one'))).toBe(0);
    const now = clock.now().getTime();
    expect(documents.stored.get('user ada')).toEqual({
      id: 'user ada',
      revision: 1,
      budget: {
        limit: 50,
        at: now,
        counted: [{ id: 'one', priority: 'history', isUnderWay: true, until: now + 100_000 }],
        shown: null,
        limitedUntil: 0,
        refusals: 0,
      },
      sameAs: null,
      idleFrom: now + 100_000,
    });
  });

  it('has the changes of all processes, however they meet', async () => {
    const { process, counted } = setUp();
    const processes = Array.from({ length: 4 }, () => process());
    const before = await Promise.all(
      processes.flatMap(({ of }, index) => [
        of('user ada').change(start(`${index} a`)),
        of('user ada').change(start(`${index} b`)),
      ]),
    );
    expect(counted('user ada')).toHaveLength(8);
    expect(before.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('is written once for changes that come together, in the order of their coming', async () => {
    const { process, documents, counted } = setUp();
    const { of } = process();
    await Promise.all(['one', 'two', 'three'].map((id) => of('user ada').change(start(id))));
    expect(documents.writes).toBe(1);
    expect(counted('user ada')).toEqual(['one', 'two', 'three']);
  });

  it('is not written when nothing changes', async () => {
    const { process, documents } = setUp();
    expect(
      await process()
        .of('user ada')
        .change((budget) => ({ budget, result: budget.limit })),
    ).toBe(50);
    expect(documents.writes).toBe(0);
  });

  it('does not go back in time when one process is behind', async () => {
    const { process } = setUp();
    const [ahead, behind] = [process(new ManualClock('2026-11-23T12:00:30Z')), process()];
    await ahead.of('user ada').change(start('one'));
    const read = (budget: Budget, now: number) => ({ budget, result: [budget.at, now] });
    expect(await behind.of('user ada').change(read)).toEqual([
      Date.parse('2026-11-23T12:00:30Z'),
      Date.parse('2026-11-23T12:00:00Z'),
    ]);
  });

  it('is set back, and stays so, when a clock is found to be right that shows far less', async () => {
    const { process, machine, documents } = setUp();
    const [ahead, right] = [process(new ManualClock('2026-11-23T18:00:00Z')), process()];
    await ahead.of('user ada').change((budget) => ({ budget: ended(budget, 'one'), result: 0 }));
    const used = () => right.of('user ada').change((budget) => ({ budget, result: budget.counted.length }));
    expect(await used()).toBe(1);
    await machine.advance(2_000);
    expect(await used()).toBe(1);
    expect(documents.stored.get('user ada')?.budget?.at).toBe(right.clock.now().getTime());
    await right.clock.advance(minuteMs);
    expect(await used()).toBe(0);
  });

  it('passes changes on to the document that counts instead', async () => {
    const { process, documents, counted } = setUp();
    const { of } = process();
    documents.stored.set('user token:1', {
      id: 'user token:1',
      revision: 3,
      budget: null,
      sameAs: 'user ada',
      idleFrom: 0,
    });
    await of('user token:1').change(start('one'));
    await of('user token:1').keep((budget) => started(budget, 'two', 'history'));
    expect(counted('user ada')).toEqual(['one', 'two']);
    expect(documents.stored.get('user token:1')?.revision).toBe(3);
  });
});

describe('when the documents fail', () => {
  /** Documents that fail until they are mended. */
  function failing() {
    const given = setUp();
    given.documents.before = () => Promise.reject(new Error('no primary'));
    return { ...given, mend: () => (given.documents.before = async () => undefined) };
  }

  it('says so, and goes on when they are back', async () => {
    const { process, mend, counted } = failing();
    const { of } = process();
    await expect(of('user ada').change(start('one'))).rejects.toThrow('no primary');
    mend();
    await of('user ada').change(start('two'));
    expect(counted('user ada')).toEqual(['two']);
  });

  it('keeps what must not get lost, notes it ahead of the next change, and logs that it could not', async () => {
    const { process, mend, counted, log } = failing();
    const { of } = process();
    await of('user ada').keep((budget) => ended(budget, 'kept'));
    await expect(of('user ada').change(start('one'))).rejects.toThrow('no primary');
    expect(of('user ada').isSettled).toBe(false);
    mend();
    expect(await of('user ada').change(start('two'))).toBe(1);
    expect(counted('user ada')).toEqual(['kept', 'two']);
    expect(of('user ada').isSettled).toBe(true);
    expect(log.lines.every(({ level, data }) => level === 'warn' && data['limit'] === 'user ada')).toBe(true);
    expect(log.lines.length).toBeGreaterThan(0);
  });
});
