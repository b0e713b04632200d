import type { INestApplication } from '@nestjs/common';
import { BusServer, type Bus, type BusMetrics } from '#libs/bus';
import type { Log } from '../log.js';
import type { ServiceDefinition } from '../service-definition.js';
import { systemClock } from '../time/system-clock.js';

export interface ConsumerParts {
  readonly bus: Bus;
  readonly log: Log;
  readonly metrics: BusMetrics;
  /** Called when a consumer can no longer work: the process should be started anew. */
  readonly onFailed: (error: unknown) => void;
}

/**
 * Makes one consumer per service part of the application; they begin with its `startAllMicroservices()`.
 * Pauses between attempts are of the machine's time: a clock that stands still must not stop the mending.
 */
export function connectConsumers(
  app: INestApplication,
  services: readonly Pick<ServiceDefinition, 'name' | 'transport'>[],
  { bus, log, metrics, onFailed }: ConsumerParts,
): ReadonlyMap<string, BusServer> {
  return new Map(
    services.map(({ name, transport }) => {
      const consumer = new BusServer({
        bus,
        service: name,
        transportId: transport,
        log: log.child({ service: name }),
        sleep: (ms, signal) => systemClock.sleep(ms, signal),
        metrics,
      });
      consumer.on('failed', onFailed);
      consumer.connectTo(app);
      return [name, consumer];
    }),
  );
}
