import { deadLetterTopic } from '#libs/contracts';
import type { Bus } from '../port.js';
import { readDeadLetter, type DeadLetter } from './dead-letter.js';
import { deadLetterHeaders, headerText } from './headers.js';

/** Which dead letters: those of one consumer group from one topic. */
export interface DeadLetterSource {
  readonly bus: Bus;
  /** The topic that the records came from. */
  readonly topic: string;
  readonly group: string;
}

/**
 * The records that were set aside and not put back since, oldest first. One that was set aside repeatedly (the bus is
 * at least once) is listed once.
 */
export async function deadLetters({ bus, topic, group }: DeadLetterSource): Promise<DeadLetter[]> {
  const letters = new Map<string, DeadLetter>();
  for await (const records of bus.read(deadLetterTopic(topic, group))) {
    for (const record of records) {
      const mark = headerText(record, deadLetterHeaders.replayed);
      const letter = readDeadLetter(record);
      if (mark !== undefined) letters.delete(mark);
      else if (letter && !letters.has(letter.id)) letters.set(letter.id, letter);
    }
  }
  return [...letters.values()];
}
