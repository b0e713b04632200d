import fc from 'fast-check';
import { RevisionConflict } from '../../errors.js';
import type { ExpectedRevision, NewEvent } from '../../port.js';
import { collect } from '../collect.js';
import { newEvents, uniqueName } from '../new-events.js';
import type { Engine } from './event-store-contract.js';

/** One append of a random history: behind the head plus `offset`, or a repeat of an earlier one as it was. */
const step = fc.record({
  stream: fc.nat(2),
  offset: fc.constantFrom(0, 0, 0, -1, 1),
  events: fc.integer({ min: 1, max: 4 }),
  repeatOf: fc.option(fc.nat(9)),
});

interface Attempt {
  readonly stream: string;
  readonly events: NewEvent[];
  readonly expectedRevision: ExpectedRevision;
}

/** What the port promises, on plain lists. */
function modelAppend(kept: string[], { events, expectedRevision }: Attempt): number | 'conflict' {
  const first = expectedRevision === 'no-stream' ? 0 : expectedRevision + 1;
  const ids = events.map(({ id }) => id);
  if (first === kept.length) {
    kept.push(...ids);
    return kept.length - 1;
  }
  const there = kept.slice(first, first + ids.length);
  return there.length === ids.length && there.every((id, index) => id === ids[index])
    ? first + ids.length - 1
    : 'conflict';
}

export function sequenceContract(engine: Engine): void {
  it('behaves like a list per stream in any sequence of appends, conflicts and repeats', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        const names = [uniqueName('a-'), uniqueName('b-'), uniqueName('c-')];
        const kept = new Map(names.map((name) => [name, [] as string[]]));
        const attempts: Attempt[] = [];

        for (const { stream, offset, events, repeatOf } of steps) {
          const name = names[stream] ?? '';
          const model = kept.get(name) ?? [];
          const behind = model.length - 1 + offset;
          const attempt = (repeatOf === null ? undefined : attempts[repeatOf]) ?? {
            stream: name,
            events: newEvents(events),
            expectedRevision: behind < 0 ? ('no-stream' as const) : behind,
          };
          attempts.push(attempt);

          const expected = modelAppend(kept.get(attempt.stream) ?? [], attempt);
          const outcome = await engine()
            .append(attempt.stream, attempt.events, { expectedRevision: attempt.expectedRevision })
            .then(
              ({ revision }) => revision,
              (error: unknown) =>
                error instanceof RevisionConflict ? 'conflict' : Promise.reject(error as Error),
            );
          expect(outcome).toBe(expected);
        }

        for (const [name, ids] of kept) {
          expect((await collect(engine().read(name))).map(({ id }) => id)).toEqual(ids);
        }
      }),
      { numRuns: 25 },
    );
  });
}
