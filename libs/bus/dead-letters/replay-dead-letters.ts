import { deadLetterTopic } from '#libs/contracts';
import type { BusLog } from '../log.js';
import type { IncomingRecord, OutgoingRecord } from '../port.js';
import { readDeadLetter, type DeadLetter } from './dead-letter.js';
import { deadLetters, type DeadLetterSource } from './dead-letters.js';
import { deadLetterHeaders, ownHeaders, replayCount, replayCountHeader } from './headers.js';

const maxReplays = 3;

export interface Replay extends DeadLetterSource {
  readonly log: BusLog;
  /** Which letters to put back; all of them unless given. */
  readonly filter?: ((letter: DeadLetter) => boolean) | undefined;
}

export interface ReplayOutcome {
  /** Put back on their topic. */
  readonly replayed: number;
  /** Put back three times before: they stay dead letters. */
  readonly exhausted: number;
  /** Not chosen by the filter. */
  readonly leftOut: number;
}

/**
 * Puts dead letters back on the topic they came from, with `x-replay-count`, and then notes in the dead-letter topic
 * that it did. A failure in between makes the next replay put them back again: at least once, like all of the bus.
 */
export async function replayDeadLetters({ bus, topic, group, filter, log }: Replay): Promise<ReplayOutcome> {
  const open = await deadLetters({ bus, topic, group });
  const chosen = open.filter((letter) => filter?.(letter) ?? true);
  const due = new Set(chosen.filter(({ replays }) => replays < maxReplays).map(({ id }) => id));
  const outcome: ReplayOutcome = {
    replayed: due.size,
    exhausted: chosen.length - due.size,
    leftOut: open.length - chosen.length,
  };

  const source = deadLetterTopic(topic, group);
  for await (const records of bus.read(source)) {
    const letters = records.flatMap((record) => takeDue(record, due));
    if (letters.length === 0) continue;
    await bus.publish(
      topic,
      letters.map(({ record }) => asItWas(record)),
    );
    await bus.publish(source, letters.map(replayedMark));
  }
  log.info({ topic, group, ...outcome }, 'Dead letters were put back');
  return outcome;
}

interface Taken {
  readonly id: string;
  readonly record: IncomingRecord;
}

function takeDue(record: IncomingRecord, due: Set<string>): Taken[] {
  const id = readDeadLetter(record)?.id;
  return id !== undefined && due.delete(id) ? [{ id, record }] : [];
}

function asItWas(record: IncomingRecord): OutgoingRecord {
  const headers = { ...ownHeaders(record), [replayCountHeader]: String(replayCount(record) + 1) };
  return { key: record.key, value: record.value, headers };
}

/** Lies behind its letter, because it has the same key. */
function replayedMark({ id, record }: Taken): OutgoingRecord {
  return { key: record.key, value: null, headers: { [deadLetterHeaders.replayed]: id } };
}
