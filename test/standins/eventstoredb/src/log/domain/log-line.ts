import type { ProposedEvent, RecordedEvent } from './recorded-event.js';
import { recordSize } from './record-size.js';

/** What one write put into the log: events of one stream, in their order, all of them or none. */
export interface LogWrite {
  readonly position: number;
  readonly stream: string;
  readonly firstRevision: number;
  readonly createdMs: number;
  readonly events: readonly ProposedEvent[];
}

type EventInLine = readonly [id: string, type: string, isJson: 0 | 1, data: string, metadata: string];

interface Line {
  readonly p: number;
  readonly s: string;
  readonly r: number;
  readonly c: number;
  readonly e: readonly EventInLine[];
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** The line of a write, ended by a line feed: a line without one was torn. */
export function encodeLine(write: LogWrite): string {
  const line: Line = {
    p: write.position,
    s: write.stream,
    r: write.firstRevision,
    c: write.createdMs,
    e: write.events.map(({ id, type, isJson, data, metadata }) => [
      id,
      type,
      isJson ? 1 : 0,
      base64(data),
      base64(metadata),
    ]),
  };
  return `${JSON.stringify(line)}\n`;
}

/** The write that a line holds; throws a SyntaxError when it is none. */
export function decodeLine(text: string): LogWrite {
  const line = JSON.parse(text) as Partial<Line> | null;
  if (typeof line?.p !== 'number' || typeof line.s !== 'string' || !Array.isArray(line.e))
    throw new SyntaxError('Not a line of the log.');
  const { p, s, r, c, e } = line as Line;
  const events = e.map(([id, type, isJson, data, metadata]) => ({
    id,
    type,
    isJson: isJson === 1,
    data: Buffer.from(data, 'base64'),
    metadata: Buffer.from(metadata, 'base64'),
  }));
  return { position: p, stream: s, firstRevision: r, createdMs: c, events };
}

/** The events of a write, each at its own position. */
export function recordsOf({
  position,
  stream,
  firstRevision,
  createdMs,
  events,
}: LogWrite): readonly RecordedEvent[] {
  let at = position;
  return events.map((event, index) => {
    const next = at + recordSize(stream, event);
    const recorded = { ...event, position: at, next, stream, revision: firstRevision + index, createdMs };
    at = next;
    return recorded;
  });
}
