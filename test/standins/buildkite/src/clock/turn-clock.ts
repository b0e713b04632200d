import { Injectable } from '@nestjs/common';
import { conflict } from '../control/control-error.js';
import { instantOf } from '../control/instant-of.js';
import { Deliveries } from '../webhook/deliveries.js';
import type { ClockTurn } from './clock-turn.js';
import { Followers } from './followers.js';
import { StandInClock } from './stand-in-clock.js';

const LONGEST_STEP_MS = 1_000;

/** Turns a frozen clock, one turn after the other. */
@Injectable()
export class TurnClock {
  private lastTurn: Promise<void> = Promise.resolve();

  constructor(
    private readonly clock: StandInClock,
    private readonly followers: Followers,
    private readonly deliveries: Deliveries,
  ) {}

  /**
   * Turns the clock, stopping at every instant at which a webhook is told something. Resolves when every follower seen
   * lately has followed (a step waits for them for at most a second) and all that was sent is answered or has timed out.
   * 400 for a time that is none, 409 for a clock that runs and for an instant that is past.
   */
  async turn(turn: ClockTurn): Promise<void> {
    const turned = this.lastTurn.then(() => this.steps(turn));
    this.lastTurn = turned.catch(() => undefined);
    await turned;
  }

  private async steps(turn: ClockTurn): Promise<void> {
    const nowMs = this.clock.now();
    const toMs = 'advanceMs' in turn ? nowMs + turn.advanceMs : instantOf(turn.now, nowMs, 'now');
    for (;;) {
      const dueMs = this.deliveries.nextDueMs() ?? Infinity;
      if (dueMs >= toMs) break;
      await this.step(Math.max(dueMs, this.clock.now()));
    }
    await this.step(toMs);
    await this.deliveries.answered();
  }

  private async step(toMs: number): Promise<void> {
    try {
      this.clock.turnTo(toMs);
    } catch (error) {
      if (error instanceof RangeError) throw conflict(error.message);
      throw error;
    }
    this.followers.release();
    await this.followers.allBack(LONGEST_STEP_MS);
    await this.deliveries.sendDue();
  }
}
