import { Body, Controller, Delete, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { LoopbackGuard } from '../control/loopback.guard.js';
import { SchemaPipe } from '../control/schema.pipe.js';
import type { FaultSpec } from './fault.js';
import { Faults, type PendingFault } from './faults.js';
import { FAULTS_SCHEMA } from './fault.schema.js';

/** Control: faults on request. */
@Controller('_control/faults')
@UseGuards(LoopbackGuard)
export class FaultsControl {
  constructor(private readonly faults: Faults) {}

  @Post()
  add(@Body(new SchemaPipe(FAULTS_SCHEMA)) specs: FaultSpec[]): readonly PendingFault[] {
    specs.forEach((spec) => this.faults.add(spec));
    return this.faults.list();
  }

  /** Those that have not been used up. */
  @Get()
  list(): readonly PendingFault[] {
    return this.faults.list();
  }

  @Delete()
  @HttpCode(204)
  clear(): void {
    this.faults.clear();
  }
}
