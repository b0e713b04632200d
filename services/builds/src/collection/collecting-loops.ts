import type { Provider, Type } from '@nestjs/common';
import { BackfillConnection } from '../backfill/backfill-connection.js';
import { JobsOfConnection } from '../build-jobs/jobs-of-connection.js';
import { LookUpConnection } from '../commit-look-up/look-up-connection.js';
import { WorkOffHints } from '../webhook/work-off-hints.js';
import type { CollectingLoop } from './collecting-loop.js';
import { PollConnection } from './poll-connection.js';
import { SweepConnection } from './sweep-connection.js';

const loops: Type<CollectingLoop>[] = [
  PollConnection,
  LookUpConnection,
  WorkOffHints,
  BackfillConnection,
  SweepConnection,
  JobsOfConnection,
];

/** All loops that run side by side for a connection that is collected. */
export const COLLECTING_LOOPS = Symbol('collecting loops');

/** Provides the loops, each by itself and all together. */
export const collectingLoops: Provider[] = [
  ...loops,
  { provide: COLLECTING_LOOPS, inject: loops, useFactory: (...all: CollectingLoop[]) => all },
];
