import type { BusLog } from '../../log.js';
import { errorText, protocolErrorOf } from '../connection/protocol-error.js';
import { lostMembership } from './membership.js';

/** How far a partition is handled. */
export interface Reached {
  readonly topic: string;
  readonly partition: number;
  /** Place of the first record that is not handled. */
  readonly offset: string;
}

/** Keeps progress with the group; rejects when it does not know whether it did. */
export type Commit = (reached: readonly Reached[]) => Promise<void>;

const againMs = 1000;

/** Keeps a group's progress: one commit under way, and what is reported meanwhile together in the next one. */
export class Progress {
  #reached = new Map<string, Reached>();
  #underWay: Promise<void> | undefined;
  #again: NodeJS.Timeout | undefined;

  constructor(
    private readonly commit: Commit,
    private readonly log: BusLog,
  ) {}

  /** Resolves when it is kept, or could not be for now; then it is tried again with the next report, or in a second. */
  async keep(reached: Reached): Promise<void> {
    this.#reached.set(`${reached.partition} ${reached.topic}`, reached);
    while (this.#underWay) await this.#underWay;
    if (this.#reached.size === 0) return;
    this.#underWay = this.#commit().finally(() => (this.#underWay = undefined));
    await this.#underWay;
  }

  /** Forgets what could not be kept: the partitions are shared anew, and somebody begins at what was kept. */
  forget(): void {
    clearTimeout(this.#again);
    this.#again = undefined;
    this.#reached.clear();
  }

  async #commit(): Promise<void> {
    const sent = this.#reached;
    this.#reached = new Map();
    try {
      await this.commit([...sent.values()]);
    } catch (error) {
      this.log.debug({ reason: errorText(error) }, 'Progress could not be kept for now');
      if (!lostMembership(protocolErrorOf(error))) this.#tryAgain(sent);
    }
  }

  #tryAgain(sent: ReadonlyMap<string, Reached>): void {
    this.#reached = new Map([...sent, ...this.#reached]);
    this.#again ??= setTimeout(() => {
      this.#again = undefined;
      const [next] = this.#reached.values();
      if (next) void this.keep(next);
    }, againMs);
  }
}
