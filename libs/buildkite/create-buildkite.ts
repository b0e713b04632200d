import type { Documents } from '#libs/documents';
import type { Clock, Log, Secret } from '#libs/platform';
import { clientOf, type BuildkiteClient } from './client/client.js';
import { Session } from './client/session.js';
import { TokenRejected } from './errors.js';
import type { Governor } from './governor/governor.js';
import { SharedGovernor } from './governor/shared-governor.js';
import { apiUrlOf } from './http/api-url.js';
import { openTransport, type TransportOptions } from './http/transport.js';
import { tokenFault } from './token-fault.js';

/** Buildkite, as one process uses it. */
export interface Buildkite {
  /**
   * The API as a token sees it. `user` is the id of the Buildkite user behind it, whose limit all tokens of that user
   * share; without it the token has a budget of its own until it is inspected. Throws TokenRejected for a text that
   * can be no API access token (see `tokenFault`).
   */
  client(token: Secret, user?: string): BuildkiteClient;
  /** What all requests of all clients pass, here and in the other processes that share the documents. */
  readonly governor: Governor;
  /** Ends all connections. */
  close(): Promise<void>;
}

export interface BuildkiteOptions extends Pick<TransportOptions, 'clock' | 'allowInsecure' | 'timeouts'> {
  /** Address of the API, e.g. `https://api.buildkite.com/v2`. */
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Where all processes that ask Buildkite count their requests: `buildkiteBudgets` is provisioned there. */
  readonly documents: Pick<Documents, 'collection'>;
  /** Chance between 0 and 1, for the spread of pauses. */
  readonly random?: () => number;
  /** How requests introduce themselves. */
  readonly userAgent?: string;
}

/** Opens the way to Buildkite's API. Throws AddressRefused for an address that may not be used (see `apiUrlOf`). */
export function createBuildkite(options: BuildkiteOptions): Buildkite {
  const { documents, clock, log, random = Math.random, userAgent = 'build-snapshots' } = options;
  const api = apiUrlOf(options.apiUrl, options.allowInsecure);
  const governor = new SharedGovernor({ documents, clock, log, random });
  const transport = openTransport({ ...options, userAgent });

  return {
    governor,
    client(token, user) {
      const fault = tokenFault(token.reveal());
      if (fault !== undefined) throw new TokenRejected(fault.detail);
      const session = new Session({ transport, governor, clock, log, random }, token, user);
      return clientOf(session, api, governor, log);
    },
    close: () => transport.close(),
  };
}
