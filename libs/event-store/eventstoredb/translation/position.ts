import type { Position } from '@eventstore/db-client';

/** The digits of the largest uint64. */
const DIGITS = 20;
const LARGEST = 18_446_744_073_709_551_615n;
const TEXT = new RegExp(`^(\\d{${DIGITS}})/(\\d{${DIGITS}})$`);

/** A place in `$all` as text that sorts as the places do: commit and prepare position, padded with zeros. */
export function toText({ commit, prepare }: Position): string {
  return `${padded(commit)}/${padded(prepare)}`;
}

/**
 * The place in `$all` that the text tells.
 * @throws RangeError when it is not a text of `toText`
 */
export function toPosition(text: string): Position {
  const [, commit, prepare] = TEXT.exec(text) ?? [];
  if (
    commit === undefined ||
    prepare === undefined ||
    BigInt(commit) > LARGEST ||
    BigInt(prepare) > LARGEST
  ) {
    throw new RangeError(`Position ${text} is not one of an EventStoreDB.`);
  }
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}

/** Whether the server told a place at all. It tells the largest number for one that it does not know. */
export function isKnown(position: Position | undefined): position is Position {
  return position !== undefined && position.commit < LARGEST && position.prepare < LARGEST;
}

function padded(part: bigint): string {
  return part.toString().padStart(DIGITS, '0');
}
