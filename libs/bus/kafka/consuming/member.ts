import { restFor, type Rest } from '../../rest.js';
import { BusUnusable } from '../../errors.js';
import type { Consumer } from '../../port.js';
import { errorText } from '../connection/protocol-error.js';
import { crashOf } from './crash.js';
import { restWithJitterMs } from './rest.js';
import { Session, type SessionSettings } from './session.js';

const bugsToGiveUp = 3;
const rest: Rest = { firstMs: 500, mostMs: 5000 };
/** How long a new session waits for the batches of the one before. */
const leftoversMs = 20_000;

/** A consumer that lives on, session after session, whatever becomes of the servers. */
export class Member implements Consumer {
  readonly #end = Promise.withResolvers<void>();
  readonly #stop = new AbortController();
  #session: Session;
  #stopped: Promise<void> | undefined;

  /** @param open gives a session that is not started */
  constructor(
    private readonly settings: Pick<SessionSettings, 'group' | 'log'>,
    private readonly open: () => Session,
    private readonly restBetween = rest,
  ) {
    this.#session = open();
    this.#end.promise.catch(() => undefined);
  }

  get done(): Promise<void> {
    return this.#end.promise;
  }

  /** Joins the group; rejects when there is no way to it. */
  async start(): Promise<void> {
    try {
      await this.#session.start();
    } catch (error) {
      await this.stop();
      throw error;
    }
    void this.#live();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#leave();
    return this.#stopped;
  }

  async #leave(): Promise<void> {
    this.#stop.abort();
    await this.#session.stop();
    this.#end.resolve();
  }

  async #live(): Promise<void> {
    let bugs = 0;
    for (let failures = 1; !this.#stop.signal.aborted; failures += 1) {
      const error = await this.#session.crashed;
      if (this.#stop.signal.aborted) return;
      if (this.#session.handled) [failures, bugs] = [1, 0];
      bugs = crashOf(error) === 'bug' ? bugs + 1 : 0;
      if (this.#isHopeless(error, bugs)) return;
      await this.#session.settles(leftoversMs);
      await restFor(restWithJitterMs(failures, this.restBetween, Math.random()), this.#stop.signal);
      await this.#begin();
    }
  }

  #isHopeless(error: unknown, bugs: number): boolean {
    const { group, log } = this.settings;
    const crash = crashOf(error);
    const reason = errorText(error);
    if (crash !== 'refused' && bugs < bugsToGiveUp) {
      log.warn({ group, reason, crash }, 'The consumer has lost its way to Kafka; it will be back');
      return false;
    }
    log.error({ group, reason, crash }, 'The consumer cannot work');
    this.#end.reject(
      new BusUnusable(`Kafka and the consumer of ${group} cannot work together: ${reason}`, { cause: error }),
    );
    return true;
  }

  async #begin(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#session = this.open();
    await this.#session.start().catch((error: unknown) => this.#session.fail(error));
  }
}
