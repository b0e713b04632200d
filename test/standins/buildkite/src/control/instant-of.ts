import { resolveInstant } from '../instant/instant.js';
import { unreadable } from './control-error.js';

/** Epoch milliseconds of an instant (ISO 8601) or of a duration from `baseMs`; 400 that names the field when it is neither. */
export function instantOf(text: string, baseMs: number, field: string): number {
  const ms = resolveInstant(text, baseMs);
  if (ms === undefined) throw unreadable(`${field} is neither an instant nor a duration: ${text}`);
  return ms;
}
