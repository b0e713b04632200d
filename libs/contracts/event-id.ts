import { v5 } from 'uuid';

/** Namespace of all ids made here; changing it would give every known fact a new id. */
const namespace = '6f0c1f0e-6a0d-5c0b-9d1e-3c8f1b9a7d42';

/**
 * The id of a fact, made of what the fact is: the same words always give the same UUIDv5 (RFC 9562 §5.5), so that a
 * repeat is recognisable. The words keep their boundaries: `('a', 'b')` and `('ab')` are different facts.
 */
export function eventId(...words: readonly [string, ...string[]]): string {
  return v5(JSON.stringify(words), namespace);
}
