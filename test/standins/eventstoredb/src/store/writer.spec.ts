import fc from 'fast-check';
import { TOMBSTONE_REVISION } from '../log/domain/recorded-event.js';
import { proposedEvent } from '../../testing/an-event.js';
import type { ExpectedRevision } from './domain/append-decision.js';
import { EventIndex, FIRST_POSITION } from './event-index.js';
import { Writer } from './writer.js';

const ANY = { kind: 'any' } as const;
const NO_STREAM = { kind: 'no-stream' } as const;

describe('the writer', () => {
  let index: EventIndex;
  let writer: Writer;
  beforeEach(() => {
    index = new EventIndex();
    writer = new Writer(index, () => 1_234);
  });

  const append = (stream: string, count = 1, expected: ExpectedRevision = ANY) =>
    writer.append({ stream, expected, events: Array.from({ length: count }, () => proposedEvent()) });
  const remove = (stream: string, forEver: boolean, expected: ExpectedRevision = ANY) =>
    writer.delete({ stream, expected, forEver });

  it('writes events behind one another, with the time', () => {
    append('a', 2);
    const { writes, outcome } = append('b');
    expect(writes).toMatchObject([{ stream: 'b', firstRevision: 0, createdMs: 1_234 }]);
    expect(outcome).toEqual({ kind: 'written', lastRevision: 0, position: index.events[2]?.position });
    expect(index.events[0]?.position).toBe(FIRST_POSITION);
  });

  it('writes a soft delete as metadata and a new beginning as metadata behind the events', () => {
    append('a', 2);
    expect(remove('a', false).writes).toMatchObject([{ stream: '$$a', firstRevision: 0 }]);
    const { writes, outcome } = append('a', 1, NO_STREAM);
    expect(writes.map(({ stream, firstRevision }) => [stream, firstRevision])).toEqual([
      ['a', 2],
      ['$$a', 1],
    ]);
    expect(outcome).toEqual({ kind: 'written', lastRevision: 2, position: writes[0]?.position });
    expect(Buffer.from(writes[1]?.events[0]?.data ?? []).toString()).toBe('{"$tb":2}');
  });

  it('answers a delete with the position of what it wrote', () => {
    append('a');
    const soft = remove('a', false);
    expect(soft.outcome).toMatchObject({ kind: 'written', position: soft.writes[0]?.position });
    const hard = remove('a', true);
    expect(hard.outcome).toMatchObject({ kind: 'written', position: hard.writes[0]?.position });
    expect(hard.writes).toMatchObject([{ stream: 'a', firstRevision: TOMBSTONE_REVISION }]);
    expect(index.isTombstoned('a')).toBe(true);
    expect(index.lastRevisionOf('a')).toBe(0);
  });

  it('deletes nothing softly that is not there, but for ever', () => {
    expect(remove('a', false)).toEqual({
      writes: [],
      outcome: { kind: 'wrong-expected-version', currentRevision: -1 },
    });
    expect(remove('a', true, NO_STREAM).outcome.kind).toBe('written');
    expect(append('a').outcome).toEqual({ kind: 'stream-deleted' });
  });

  it('writes nothing for what it refuses or has written before', () => {
    const events = [proposedEvent(), proposedEvent()];
    const first = writer.append({ stream: 'a', expected: NO_STREAM, events });
    append('b');
    expect(writer.append({ stream: 'a', expected: NO_STREAM, events })).toEqual({
      writes: [],
      outcome: first.outcome,
    });
    expect(append('a', 1, NO_STREAM)).toEqual({
      writes: [],
      outcome: { kind: 'wrong-expected-version', currentRevision: 1 },
    });
  });

  it('knows an event by its id in its own stream alone', () => {
    const event = proposedEvent();
    writer.append({ stream: 'a', expected: ANY, events: [event] });
    expect(writer.append({ stream: 'b', expected: ANY, events: [event] }).outcome.kind).toBe('written');
    expect(index.eventsOf('b')).toHaveLength(1);
  });

  const command = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 3 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('soft' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('hard' as const) }) },
  );

  it('keeps numbers and positions without a gap, whatever happens to the streams', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), command), { maxLength: 30 }),
        (commands) => {
          const own = new EventIndex();
          const one = new Writer(own, () => 0);
          const written = commands.flatMap(([stream, asked]) => {
            const { writes } =
              asked.kind === 'append'
                ? one.append({
                    stream,
                    expected: ANY,
                    events: Array.from({ length: asked.count }, () => proposedEvent()),
                  })
                : one.delete({ stream, expected: ANY, forEver: asked.kind === 'hard' });
            return writes;
          });
          own.events.reduce((end, { position, next }) => {
            expect(position).toBe(end);
            return next;
          }, FIRST_POSITION);
          for (const stream of own.streamNames)
            own.eventsOf(stream).forEach(({ revision }, number) => expect(revision).toBe(number));
          const again = new EventIndex();
          for (const write of written) again.add(write);
          expect(again.events).toEqual(own.events);
        },
      ),
    );
  });
});
