import { Body, Controller, Delete, Get, HttpCode, Patch, UseGuards } from '@nestjs/common';
import { LoopbackGuard } from '../control/loopback.guard.js';
import { SchemaPipe } from '../control/schema.pipe.js';
import { RateLimits } from '../rate-limit/rate-limits.js';
import { Arrivals } from '../request-log/arrivals.js';
import { Settings, type SettingsValues } from './settings.js';
import { SETTINGS_SCHEMA } from './settings.schema.js';

/** Control: settings of the run, and the running counts of the rate limits. */
@Controller('_control')
@UseGuards(LoopbackGuard)
export class SettingsControl {
  constructor(
    private readonly settings: Settings,
    private readonly rateLimits: RateLimits,
    private readonly arrivals: Arrivals,
  ) {}

  @Get('settings')
  show(): SettingsValues {
    return this.settings.values;
  }

  @Patch('settings')
  change(@Body(new SchemaPipe(SETTINGS_SCHEMA)) values: Partial<SettingsValues>): SettingsValues {
    this.settings.change(values);
    return this.settings.values;
  }

  /** Lets every window of the rate limits begin anew. */
  @Delete('rate-limits')
  @HttpCode(204)
  resetLimits(): void {
    this.rateLimits.reset();
    this.arrivals.endLimits();
  }
}
