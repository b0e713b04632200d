import { Body, Controller, Get, HttpCode, Post, Query, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { LoopbackGuard } from '../control/loopback.guard.js';
import { SchemaPipe } from '../control/schema.pipe.js';
import { Followers } from './followers.js';
import { StandInClock, type ClockReading } from './stand-in-clock.js';
import { CLOCK_TURN_SCHEMA, type ClockTurn } from './clock-turn.js';
import { TurnClock } from './turn-clock.js';

const LONGEST_POLL_MS = 20_000;

/** Control: the clock, for those who turn it and for those who follow it. */
@Controller('_control/clock')
@UseGuards(LoopbackGuard)
export class ClockControl {
  constructor(
    private readonly clock: StandInClock,
    private readonly followers: Followers,
    private readonly turnClock: TurnClock,
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

  /** Turns a frozen clock; answers when everybody has followed and due webhooks are answered. */
  @Post()
  @HttpCode(200)
  async turn(@Body(new SchemaPipe(CLOCK_TURN_SCHEMA)) turn: ClockTurn): Promise<ClockReading> {
    await this.turnClock.turn(turn);
    return this.clock.read();
  }
}
