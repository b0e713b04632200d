import type { Person } from '../build/domain/build-record.js';

/** An API access token. Its value is kept as a SHA-256 alone: not even the stand-in's file holds a secret. */
export interface Token {
  /** By which tests and the request log name it. */
  readonly label: string;
  readonly uuid: string;
  readonly valueHash: string;
  readonly description: string;
  readonly user: Person;
  readonly scopes: readonly string[];
  /** Slugs of the organizations that it may access. */
  readonly organizations: readonly string[];
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly revoked: boolean;
}

/** A token as a test writes it; only the label and the value have no default. */
export interface TokenSpec {
  readonly label: string;
  readonly value: string;
  readonly uuid?: string;
  readonly description?: string;
  /** Tokens with the same e-mail address share the limit of that user. */
  readonly user?: Person;
  /** Default: the four that reading builds needs. */
  readonly scopes?: readonly string[];
  /** Default: every organization that is there. */
  readonly organizations?: readonly string[];
  /** An ISO 8601 instant or a duration from now; default: never. */
  readonly expiresAt?: string | null;
}

/** What may be changed of a token that is there; its owner may do so without changing its value. */
export interface TokenChange {
  readonly scopes?: readonly string[];
  readonly organizations?: readonly string[];
  readonly expiresAt?: string | null;
  readonly revoked?: boolean;
}

/** Whether the token opens anything at an instant (epoch milliseconds). */
export function isAlive(token: Token, nowMs: number): boolean {
  return !token.revoked && (token.expiresAtMs === null || nowMs < token.expiresAtMs);
}
