import fc from 'fast-check';
import { proposedEvent } from '../../../testing/an-event.js';
import { decodeLine, encodeLine, recordsOf, type LogWrite } from './log-line.js';
import { recordSize } from './record-size.js';

const bytes = fc.uint8Array({ maxLength: 40 });

const anEvent = fc.record({
  id: fc.uuid(),
  type: fc.string({ minLength: 1, unit: 'binary' }),
  isJson: fc.boolean(),
  data: bytes,
  metadata: bytes,
});

const aWrite: fc.Arbitrary<LogWrite> = fc.record({
  position: fc.nat(),
  stream: fc.string({ minLength: 1, unit: 'binary' }),
  firstRevision: fc.nat(),
  createdMs: fc.nat(),
  events: fc.array(anEvent, { minLength: 1, maxLength: 4 }),
});

/** Buffers are not equal to plain byte arrays; their hexadecimal texts are. */
function comparable(write: LogWrite): unknown {
  const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');
  return {
    ...write,
    events: write.events.map((event) => ({ ...event, data: hex(event.data), metadata: hex(event.metadata) })),
  };
}

describe('a line of the log', () => {
  it('holds everything that was written, whatever names and bytes', () => {
    fc.assert(
      fc.property(aWrite, (write) => {
        expect(comparable(decodeLine(encodeLine(write)))).toEqual(comparable(write));
      }),
    );
  });

  it('is one line, so that a torn one is seen by its missing end', () => {
    fc.assert(
      fc.property(aWrite, (write) => {
        const line = encodeLine(write);
        expect(line.indexOf('\n')).toBe(line.length - 1);
      }),
    );
  });

  it.each(['', '{', 'null', '[]', '{"p":1}', '{"p":1,"s":"a","e":2}'])('is not %j', (text) => {
    expect(() => decodeLine(text)).toThrow(SyntaxError);
  });
});

describe('the events of a write', () => {
  const write: LogWrite = {
    position: 500,
    stream: 'orders-1',
    firstRevision: 7,
    createdMs: 1_000,
    events: [proposedEvent(), proposedEvent({ data: Buffer.alloc(20) })],
  };

  it('are numbered from the first revision on and lie one behind the other', () => {
    const [first, second] = recordsOf(write);
    expect([first?.revision, second?.revision]).toEqual([7, 8]);
    expect(first?.position).toBe(500);
    expect(second?.position).toBe(first?.next);
    expect(second?.next).toBeGreaterThan(second?.position ?? Infinity);
  });

  it('carry the stream and the time of their write', () => {
    for (const event of recordsOf(write))
      expect(event).toMatchObject({ stream: 'orders-1', createdMs: 1_000 });
  });

  it('take as much of the log as they have bytes', () => {
    const event = proposedEvent();
    const longer = { ...event, data: Buffer.concat([event.data, Buffer.alloc(3)]) };
    expect(recordSize('orders-1', longer) - recordSize('orders-1', event)).toBe(3);
    expect(recordSize('örders-1', event) - recordSize('orders-1', event)).toBe(1);
  });
});
