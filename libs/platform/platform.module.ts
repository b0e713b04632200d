import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { Bus } from '#libs/bus';
import type { Documents } from '#libs/documents';
import type { Checkpoints, EventStore } from '#libs/event-store';
import type { Registry } from 'prom-client';
import { Authenticator } from './access/authenticator.js';
import type { Clock } from './clock.js';
import type { Config } from './config/settings.js';
import { StoreFollowers } from './following/store-followers.js';
import type { Leases } from './leases/leases.js';
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
import type { Vault } from './vault/vault.js';

/** What a process has made before Nest starts. */
export interface PlatformParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly eventStore: EventStore;
  readonly bus: Bus;
  readonly documents: Documents;
  readonly checkpoints: Checkpoints;
  readonly vault: Vault;
  readonly leases: Leases;
  readonly metrics: Registry;
  readonly authenticator: Authenticator;
}

/** Gives every module of the process what `tokens.ts` names, `Authenticator` and `StoreFollowers`. */
@Module({})
export class PlatformModule {
  static with(parts: PlatformParts): DynamicModule {
    const providers: Provider[] = [
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
      StoreFollowers,
    ];
    return { module: PlatformModule, global: true, providers, exports: providers };
  }
}
