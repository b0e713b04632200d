import { Unprocessable } from '../errors.js';

/** What a handler's failure says about trying again. */
export type Failure =
  /** It can never succeed. */
  | { readonly kind: 'unprocessable'; readonly reason: string; readonly detail: string }
  /** A mistake in the handler: most likely it fails the same way again. */
  | { readonly kind: 'bug'; readonly reason: 'handler-bug'; readonly detail: string }
  /** Something else was not there; it may be later. */
  | { readonly kind: 'transient' };

const bugNames: ReadonlySet<unknown> = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError']);

/** Codes of the stores' errors that say that it will never be done. What may be done later has other codes. */
const refusals: ReadonlySet<unknown> = new Set(['append-refused', 'documents-refused']);

/**
 * Classifies what a handler threw. A TypeError with a cause is no bug: so `fetch` reports that the network failed
 * (Fetch Standard, "network error").
 */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Unprocessable)
    return { kind: 'unprocessable', reason: thrown.reason, detail: thrown.message };
  if (isRefusal(thrown)) return { kind: 'unprocessable', reason: thrown.code, detail: thrown.message };
  if (isBug(thrown))
    return { kind: 'bug', reason: 'handler-bug', detail: `${thrown.name}: ${thrown.message}` };
  return { kind: 'transient' };
}

function isRefusal(thrown: unknown): thrown is Error & { readonly code: string } {
  return thrown instanceof Error && 'code' in thrown && refusals.has(thrown.code);
}

function isBug(thrown: unknown): thrown is Error {
  if (typeof thrown !== 'object' || thrown === null) return false;
  return 'name' in thrown && bugNames.has(thrown.name) && !('cause' in thrown);
}
