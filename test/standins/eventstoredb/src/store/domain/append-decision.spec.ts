import fc from 'fast-check';
import { decideAppend, type ExpectedRevision, type StreamFacts } from './append-decision.js';

const ANY = { kind: 'any' } as const;
const NO_STREAM = { kind: 'no-stream' } as const;
const EXISTS = { kind: 'stream-exists' } as const;
const at = (revision: number): ExpectedRevision => ({ kind: 'revision', revision });

const WRITE = { kind: 'write', undelete: false };
const UNDELETE = { kind: 'write', undelete: true };
const DELETED = { kind: 'stream-deleted' };
const wrong = (currentRevision: number) => ({ kind: 'wrong-expected-version', currentRevision });
const repeated = (lastRevision: number) => ({ kind: 'repeated', lastRevision });

function streamOf(ids: readonly string[], more: Partial<StreamFacts> = {}): StreamFacts {
  return {
    lastRevision: ids.length - 1,
    tombstoned: false,
    softDeleted: false,
    hasMetadata: false,
    idAt: (revision) => ids[revision],
    revisionOf: (id) => (ids.includes(id) ? ids.indexOf(id) : undefined),
    ...more,
  };
}

const NONE = streamOf([]);
const ABC = streamOf(['a', 'b', 'c']);

describe('an append to a stream that does not exist', () => {
  it.each([
    [ANY, WRITE],
    [NO_STREAM, WRITE],
    [EXISTS, wrong(-1)],
    [at(0), wrong(-1)],
    [at(7), wrong(-1)],
  ])('that expects %j', (expected, decision) => {
    expect(decideAppend(NONE, expected, ['x'])).toEqual(decision);
  });

  it('is written with “stream exists” when the stream has metadata', () => {
    expect(decideAppend({ ...NONE, hasMetadata: true }, EXISTS, ['x'])).toEqual(WRITE);
  });
});

describe('an append of new events to a stream of three', () => {
  it.each([
    [ANY, WRITE],
    [EXISTS, WRITE],
    [at(2), WRITE],
    [NO_STREAM, wrong(2)],
    [at(0), wrong(2)],
    [at(1), wrong(2)],
    [at(3), wrong(2)],
  ])('that expects %j', (expected, decision) => {
    expect(decideAppend(ABC, expected, ['x', 'y'])).toEqual(decision);
  });
});

describe('an append that repeats', () => {
  it.each([
    ['all from the beginning', NO_STREAM, ['a', 'b', 'c'], repeated(2)],
    ['the first', NO_STREAM, ['a'], repeated(0)],
    ['what follows a revision', at(0), ['b', 'c'], repeated(2)],
    ['one in the middle', at(0), ['b'], repeated(1)],
    ['by ids alone', ANY, ['b', 'c'], repeated(2)],
    ['by ids alone, where it must exist', EXISTS, ['a'], repeated(0)],
  ] as const)('%s is answered as it was', (_, expected, ids, decision) => {
    expect(decideAppend(ABC, expected, ids)).toEqual(decision);
  });

  it.each([
    ['begins equal and ends otherwise', NO_STREAM, ['a', 'x']],
    ['begins otherwise and ends equal', NO_STREAM, ['x', 'b']],
    ['is equal and longer', at(1), ['c', 'x']],
    ['is equal at another place', NO_STREAM, ['b', 'c']],
    ['is partly equal by ids', ANY, ['a', 'x']],
  ] as const)('but %s is a wrong expected version', (_, expected, ids) => {
    expect(decideAppend(ABC, expected, ids)).toEqual(wrong(2));
  });

  it('is written again when it stands at the end with the revision that it has now', () => {
    expect(decideAppend(ABC, at(2), ['c'])).toEqual(WRITE);
  });

  it('nothing at an earlier revision is a wrong expected version', () => {
    expect(decideAppend(ABC, at(0), [])).toEqual(wrong(2));
  });
});

describe('an append to a deleted stream', () => {
  const soft = { ...ABC, softDeleted: true, hasMetadata: true };

  it.each([ANY, NO_STREAM, EXISTS, at(2)])('is refused for ever after a tombstone: %j', (expected) => {
    expect(decideAppend({ ...ABC, tombstoned: true }, expected, ['a'])).toEqual(DELETED);
  });

  it.each([
    [ANY, UNDELETE],
    [NO_STREAM, UNDELETE],
    [at(2), UNDELETE],
    [at(1), wrong(2)],
    [EXISTS, DELETED],
  ])('begins it anew after a soft delete where %j allows it', (expected, decision) => {
    expect(decideAppend(soft, expected, ['x'])).toEqual(decision);
  });

  it('is a repeat when its ids stand there, although they cannot be read', () => {
    expect(decideAppend(soft, NO_STREAM, ['a', 'b'])).toEqual(repeated(1));
  });
});

describe('a model of one client that repeats whatever it is unsure of', () => {
  it('has every event once and in order, however often each append is repeated', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 })), { maxLength: 8 }),
        (appends) => {
          const ids: string[] = [];
          appends.forEach(([size, times], number) => {
            const batch = Array.from({ length: size }, (_, index) => `${String(number)}.${String(index)}`);
            const expected = ids.length === 0 ? NO_STREAM : at(ids.length - 1);
            const last = ids.length + size - 1;
            for (let time = 0; time < times; time += 1) {
              const decision = decideAppend(streamOf(ids), expected, batch);
              expect(decision).toEqual(time === 0 ? WRITE : repeated(last));
              if (decision.kind === 'write') ids.push(...batch);
            }
          });
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
    );
  });
});
