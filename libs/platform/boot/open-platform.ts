import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { Authenticator } from '../access/authenticator.js';
import { documentCheckpoints } from '../checkpoints/checkpoints.js';
import type { Clock } from '../clock.js';
import type { Config } from '../config/settings.js';
import { openEngines, type OpeningEngines } from '../engines/engines.js';
import type { Keys } from '../first-run/first-run-keys.js';
import { openLeases } from '../leases/leases.js';
import type { Log } from '../log.js';
import type { PlatformParts } from '../platform.module.js';
import { withStages } from '../stages/stages.js';
import { followClock } from '../time/follow-clock.js';
import { systemClock } from '../time/system-clock.js';
import { openVault } from '../vault/vault.js';
import type { Closers } from './closers.js';
import { StartupError } from './startup-error.js';

/** Opens what every service of the process stands on. */
export async function openPlatform(
  config: Config,
  keys: Keys,
  opening: OpeningEngines,
): Promise<PlatformParts> {
  const { log, closers } = opening;
  const clock = await openClock(config, log, closers);
  const { documents, eventStore, bus } = await openEngines(config, opening);
  const ports = { documents, eventStore, bus, checkpoints: documentCheckpoints(documents) };
  const staged = withStages(ports, config.killAt);
  return {
    eventStore: staged.eventStore,
    bus: staged.bus,
    documents: staged.documents,
    checkpoints: staged.checkpoints,
    config,
    clock,
    log,
    metrics: new Registry(),
    authenticator: new Authenticator(keys.apiKeys),
    vault: openVault({ documents: staged.documents, keys: keys.vaultKeys, clock }),
    leases: openLeases({ documents, clock: systemClock, owner: leaseOwner(config) }),
  };
}

/** A process that has its documents to itself takes up at once what it held before it was killed. */
function leaseOwner({ mongodbUri }: Pick<Config, 'mongodbUri'>): string {
  return mongodbUri === undefined ? 'the only process' : randomUUID();
}

async function openClock({ clockUrl }: Config, log: Log, closers: Closers): Promise<Clock> {
  if (clockUrl === undefined) return systemClock;
  try {
    const clock = await followClock(clockUrl, log);
    closers.add('clock', () => clock.stop());
    return clock;
  } catch (error) {
    throw new StartupError('CLOCK_URL does not answer as a clock. Start the stand-in first, or unset it.', {
      cause: error,
    });
  }
}
