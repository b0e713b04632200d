import type { FollowLog } from '../../follow/follow.js';
import { classify } from '../translation/failure.js';
import { Closed } from './within.js';

interface Closable {
  close(): Promise<void>;
}

interface RenewedClientOptions<Client extends Closable> {
  /** Makes a client; it connects with its first call. */
  readonly build: () => Client;
  readonly log: Pick<FollowLog, 'warn' | 'debug'>;
  /** After how many calls in a row without an answer a client is thought to be stuck. Default 5. */
  readonly patience?: number;
}

/**
 * The one client of a process, replaced by a new one when its calls go without an answer again and again: what a client
 * has once cached wrongly, it keeps. Replacing ends its subscriptions, which whoever follows takes up again.
 */
export class RenewedClient<Client extends Closable> {
  readonly #options: RenewedClientOptions<Client>;
  #client: Client;
  #unanswered = 0;
  #closed = false;

  constructor(options: RenewedClientOptions<Client>) {
    this.#options = options;
    this.#client = options.build();
  }

  /** For calls that tell nothing of the client's state, such as subscriptions. @throws Closed */
  get current(): Client {
    if (this.#closed) {
      throw new Closed();
    }
    return this.#client;
  }

  /** Makes the call with the client of now; resolves and rejects as the call does. @throws Closed */
  async call<Result>(call: (client: Client) => Promise<Result>): Promise<Result> {
    const client = this.current;
    try {
      const result = await call(client);
      this.#answered(client);
      return result;
    } catch (error) {
      if (classify(error).kind === 'no-answer') {
        this.#notAnswered(client, error);
      } else {
        this.#answered(client);
      }
      throw error;
    }
  }

  async close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      await this.#client.close();
    }
  }

  #answered(client: Client): void {
    if (client === this.#client) {
      this.#unanswered = 0;
    }
  }

  #notAnswered(client: Client, error: unknown): void {
    if (client !== this.#client || this.#closed) {
      return;
    }
    this.#unanswered += 1;
    const { build, log, patience = 5 } = this.#options;
    if (this.#unanswered < patience) {
      return;
    }
    log.warn(
      { unanswered: this.#unanswered, error },
      'The event store does not answer: a new connection is made.',
    );
    this.#unanswered = 0;
    this.#client = build();
    client
      .close()
      .catch((failure: unknown) => log.debug({ error: failure }, 'The old connection did not close.'));
  }
}
