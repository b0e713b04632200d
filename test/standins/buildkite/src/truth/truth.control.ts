import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { AddBuild } from '../build/add-build.js';
import { Builds } from '../build/builds.js';
import { instantOf } from '../control/instant-of.js';
import { StandInClock } from '../clock/stand-in-clock.js';
import { LoopbackGuard } from '../control/loopback.guard.js';
import { truthAt, truthChanges, type BuildTruth, type TruthChange } from './truth.js';

/** Control: what the scripts say of any instant (`at`: ISO 8601 or a duration from now; default now). */
@Controller('_control/truth/builds')
@UseGuards(LoopbackGuard)
export class TruthControl {
  constructor(
    private readonly builds: Builds,
    private readonly addBuild: AddBuild,
    private readonly clock: StandInClock,
  ) {}

  /** Of every build, or of those that show that commit at some time. */
  @Get()
  all(@Query('at') at: string | undefined, @Query('commit') commit: string | undefined): BuildTruth[] {
    const builds = commit === undefined ? this.builds.all() : this.builds.ofCommit(commit).newestFirst();
    return builds.map(({ record }) => truthAt(record, this.instant(at)));
  }

  @Get(':id')
  one(@Param('id') id: string, @Query('at') at: string | undefined): BuildTruth {
    return truthAt(this.addBuild.named(id).record, this.instant(at));
  }

  /** Of one build at every instant at which its state changes. */
  @Get(':id/changes')
  changes(@Param('id') id: string): readonly TruthChange[] {
    return truthChanges(this.addBuild.named(id).record);
  }

  private instant(at: string | undefined): number {
    const nowMs = this.clock.now();
    return at === undefined ? nowMs : instantOf(at, nowMs, 'at');
  }
}
