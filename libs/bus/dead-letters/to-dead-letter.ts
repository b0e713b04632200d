import { maxRecordBytes, type IncomingRecord, type OutgoingRecord } from '../port.js';
import { maxRecordSetBytes, recordSize } from '../record-size.js';
import { deadLetterHeaders, ownHeaders, replayCount, replayCountHeader } from './headers.js';

const maxDetail = 512;
/** What a topic takes, less some room for what brokers and a later replay add. */
const maxLetterBytes = maxRecordSetBytes - 8 * 1024;

/** Why a record was given up. */
export interface GivenUp {
  readonly group: string;
  readonly attempts: number;
  /** A stable word. */
  readonly reason: string;
  /** A sentence; cut to 512 characters. */
  readonly detail: string;
  readonly failedAt: Date;
}

/** What a letter has of its record. */
interface Content {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
  /** Headers that say what is missing. */
  readonly missing: Readonly<Record<string, string>>;
}

/**
 * The dead letter of a record: its key, value and headers as they were, and headers that say where it lay and why.
 * Of a record that is too large for a letter the value is missing, if need be its headers, then its key; the letter
 * says so.
 */
export function toDeadLetter(record: IncomingRecord, why: GivenUp): OutgoingRecord {
  const about = {
    [deadLetterHeaders.topic]: record.topic,
    [deadLetterHeaders.partition]: String(record.partition),
    [deadLetterHeaders.offset]: record.offset,
    [deadLetterHeaders.timestamp]: new Date(record.timestamp).toISOString(),
    [deadLetterHeaders.group]: why.group,
    [deadLetterHeaders.attempts]: String(why.attempts),
    [deadLetterHeaders.reason]: why.reason,
    [deadLetterHeaders.detail]: why.detail.slice(0, maxDetail),
    [deadLetterHeaders.failedAt]: why.failedAt.toISOString(),
  };
  let content: Content = { key: record.key, value: record.value, headers: ownHeaders(record), missing: {} };
  for (const shorten of [withoutValue, withoutHeaders, withoutKey]) {
    if (fits(letterOf(content, about))) break;
    content = shorten(content);
  }
  return letterOf(content, about);
}

function letterOf({ key, value, headers, missing }: Content, about: Readonly<Record<string, string>>) {
  return { key, value, headers: { ...headers, ...about, ...missing } };
}

function fits(letter: OutgoingRecord & Pick<Content, 'value'>): boolean {
  return (letter.value?.length ?? 0) <= maxRecordBytes && recordSize(letter) <= maxLetterBytes;
}

function withoutValue(content: Content): Content {
  const { value, missing } = content;
  if (value === null) return content;
  return {
    ...content,
    value: null,
    missing: { ...missing, [deadLetterHeaders.droppedBytes]: String(value.length) },
  };
}

/** How often the record was put back stays: it keeps the letter from being put back for ever. */
function withoutHeaders(content: Content): Content {
  const { headers, missing } = content;
  const replays = replayCount({ headers });
  return {
    ...content,
    headers: replays > 0 ? { [replayCountHeader]: Buffer.from(String(replays)) } : {},
    missing: { ...missing, [deadLetterHeaders.droppedHeaders]: String(Object.keys(headers).length) },
  };
}

function withoutKey(content: Content): Content {
  const { key, missing } = content;
  if (key === null) return content;
  return {
    ...content,
    key: null,
    missing: { ...missing, [deadLetterHeaders.droppedKeyBytes]: String(key.length) },
  };
}
