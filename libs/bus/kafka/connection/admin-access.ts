import type { Admin } from 'kafkajs';
import { BusClosed, BusUnreachable } from '../../errors.js';
import { withDeadline } from '../deadline.js';
import { errorText, protocolErrorOf } from './protocol-error.js';

const answerMs = 20_000;

interface Wait {
  /** Place in line, from 1. */
  readonly number: number;
  /** By when the answer has to be there: milliseconds of `performance.now()`. */
  readonly until: number;
}

/**
 * The way to everything that is neither publishing nor consuming. One question at a time, since kafkajs answers each
 * from one store of metadata that every other question replaces (kafkajs `admin/index.js`, `cluster/brokerPool.js`);
 * with a new connection after each that failed, since a store that names a deleted topic is never mended.
 */
export class AdminAccess {
  #admin: Promise<Admin> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #asked = 0;
  #outage: { readonly upTo: number; readonly error: unknown } | undefined;
  #closed = false;

  /** @param make gives an admin that is not connected yet */
  constructor(
    private readonly make: () => Admin,
    private readonly brokers: readonly string[],
    private readonly mostMs = answerMs,
  ) {}

  /**
   * Asks when all that were asked before are answered; waiting for them is part of the time that an answer may take.
   * When no connection comes about, all that wait fail with it.
   * @throws the protocol's refusal as it is; BusUnreachable for all else that fails
   */
  ask<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    const wait = { number: ++this.#asked, until: performance.now() + this.mostMs };
    const answer = this.#turn.then(() => this.#ask(question, wait));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  /** Asks nothing more, and lets go of the connection. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#letGo();
  }

  async #letGo(): Promise<void> {
    const admin = this.#admin;
    this.#admin = undefined;
    await admin?.then((connected) => connected.disconnect());
  }

  async #ask<Answer>(question: (admin: Admin) => Promise<Answer>, { number, until }: Wait): Promise<Answer> {
    const late = () => new Error(`no answer within ${this.mostMs} ms`);
    try {
      if (this.#outage && number <= this.#outage.upTo) throw this.#outage.error;
      const leftMs = Math.floor(until - performance.now());
      if (leftMs <= 0) throw late();
      return await withDeadline(this.#connected().then(question), leftMs, late);
    } catch (error) {
      this.#letGo().catch(() => undefined);
      if (this.#closed) throw new BusClosed();
      if (protocolErrorOf(error) !== undefined) throw error;
      throw new BusUnreachable(this.brokers, errorText(error), { cause: error });
    }
  }

  async #connected(): Promise<Admin> {
    if (this.#closed) throw new BusClosed();
    this.#admin ??= this.#connect(this.make());
    return this.#admin;
  }

  async #connect(admin: Admin): Promise<Admin> {
    try {
      await admin.connect();
      return admin;
    } catch (error) {
      this.#outage = { upTo: this.#asked, error };
      throw error;
    }
  }
}
