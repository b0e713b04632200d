import { Body, Controller, Get, HttpCode, Post, Query, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { conflict } from '../control/control-error.js';
import { LoopbackGuard } from '../control/loopback.guard.js';
import { SchemaPipe } from '../control/schema.pipe.js';
import { instantOf } from '../control/instant-of.js';
import { Followers } from './followers.js';
import { StandInClock, type ClockReading } from './stand-in-clock.js';
import { CLOCK_TURN_SCHEMA, type ClockTurn } from './clock-turn.js';

const LONGEST_POLL_MS = 20_000;
const LONGEST_TURN_MS = 1_000;

/** Control: the clock, for those who turn it and for those who follow it. */
@Controller('_control/clock')
@UseGuards(LoopbackGuard)
export class ClockControl {
  constructor(
    private readonly clock: StandInClock,
    private readonly followers: Followers,
  ) {}

  /**
   * With `after=<version>` a long poll: answers as soon as the version is another one, at the latest after 20 s.
   * Without it, an answer at once.
   */
  @Get()
  async follow(
    @Query('after') after: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ClockReading> {
    if (after === undefined) return this.clock.read();
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    this.followers.arrive();
    if (this.clock.read().version === Number(after)) await this.followers.wait(LONGEST_POLL_MS, gone.signal);
    if (!gone.signal.aborted) this.followers.leave();
    return this.clock.read();
  }

  /** Turns a frozen clock; answers once every follower seen lately has come back, at the latest after a second. */
  @Post()
  @HttpCode(200)
  async turn(@Body(new SchemaPipe(CLOCK_TURN_SCHEMA)) turn: ClockTurn): Promise<ClockReading> {
    const nowMs = this.clock.now();
    const toMs = 'advanceMs' in turn ? nowMs + turn.advanceMs : instantOf(turn.now, nowMs, 'now');
    try {
      this.clock.turnTo(toMs);
    } catch (error) {
      if (error instanceof RangeError) throw conflict(error.message);
      throw error;
    }
    this.followers.release();
    await this.followers.allBack(LONGEST_TURN_MS);
    return this.clock.read();
  }
}
