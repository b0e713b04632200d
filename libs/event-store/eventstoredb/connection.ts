import type { FollowLog } from '../follow/follow.js';
import type { RenewedClient } from './client/renewed-client.js';
import type { UnaryClient } from './client/unary-client.js';

/** What all operations on the store share. */
export interface Connection {
  readonly clients: RenewedClient<UnaryClient>;
  /** The hosts, for messages. */
  readonly hosts: string;
  /** Aborts when the store is closed. */
  readonly closing: AbortSignal;
  readonly log: FollowLog;
  /** After how many ms an append without an answer is given up. */
  readonly appendTimeout: number;
  /** For how many ms the server may keep silent while something is read. */
  readonly readTimeout: number;
}
