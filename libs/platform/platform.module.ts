import { Module, type DynamicModule } from '@nestjs/common';
import type { Bus } from '#libs/bus';
import type { Documents } from '#libs/documents';
import type { Checkpoints, EventStore } from '#libs/event-store';
import type { Registry } from 'prom-client';
import { Authenticator } from './access/authenticator.js';
import type { Clock } from './clock.js';
import type { Config } from './config/settings.js';
import type { Log } from './log.js';
import {
  BUS,
  CHECKPOINTS,
  CLOCK,
  CONFIG,
  DOCUMENTS,
  EVENT_STORE,
  LEASES,
  LOG,
  METRICS,
  VAULT,
} from './tokens.js';

/** What a process has made before Nest starts. */
export interface PlatformParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly eventStore: EventStore;
  readonly bus: Bus;
  readonly documents: Documents;
  readonly checkpoints: Checkpoints;
  readonly vault: unknown;
  readonly leases: unknown;
  readonly metrics: Registry;
  readonly authenticator: Authenticator;
}

/** Gives every module of the process what `tokens.ts` names, and `Authenticator`. */
@Module({})
export class PlatformModule {
  static with(parts: PlatformParts): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: parts.config },
      { provide: CLOCK, useValue: parts.clock },
      { provide: LOG, useValue: parts.log },
      { provide: EVENT_STORE, useValue: parts.eventStore },
      { provide: BUS, useValue: parts.bus },
      { provide: DOCUMENTS, useValue: parts.documents },
      { provide: CHECKPOINTS, useValue: parts.checkpoints },
      { provide: VAULT, useValue: parts.vault },
      { provide: LEASES, useValue: parts.leases },
      { provide: METRICS, useValue: parts.metrics },
      { provide: Authenticator, useValue: parts.authenticator },
    ];
    return { module: PlatformModule, global: true, providers, exports: providers };
  }
}
