import { Controller, Delete, Get, HttpCode, UseGuards } from '@nestjs/common';
import { StandInClock } from '../clock/stand-in-clock.js';
import { LoopbackGuard } from '../control/loopback.guard.js';
import { Deliveries } from '../webhook/deliveries.js';
import { WorldFile } from './world-file.js';
import { reportWorld, type WorldReport } from './world-report.js';
import { World } from './world.js';

/** Control: the world as a whole. */
@Controller('_control/world')
@UseGuards(LoopbackGuard)
export class WorldControl {
  constructor(
    private readonly world: World,
    private readonly clock: StandInClock,
    private readonly deliveries: Deliveries,
    private readonly file: WorldFile,
  ) {}

  @Get()
  report(): WorldReport {
    return reportWorld(this.world.content(), this.clock.now());
  }

  /** Empties it; webhooks go, too. */
  @Delete()
  @HttpCode(204)
  async clear(): Promise<void> {
    this.world.clear();
    this.deliveries.clear();
    await this.file.save();
  }
}
