import { Test } from '@nestjs/testing';
import { Controller, Module } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { Bus, Subscription } from '#libs/bus';
import { topics, type PublishedEvent } from '#libs/contracts';
import { Registry } from 'prom-client';
import { busMetrics } from '../metrics/bus-metrics.js';
import { RecordingLog } from '../testing/recording-log.js';
import { connectConsumers } from './connect-consumers.js';

const BUILDS = Symbol('builds');
const DEPLOYS = Symbol('deploys');

@Controller()
class Consumers {
  @EventPattern(topics.deploys.name, BUILDS)
  deploysForBuilds(@Payload() events: readonly PublishedEvent[]): number {
    return events.length;
  }

  @EventPattern(topics.builds.name, DEPLOYS)
  buildsForDeploys(@Payload() events: readonly PublishedEvent[]): number {
    return events.length;
  }
}

@Module({ controllers: [Consumers] })
class ConsumersModule {}

/** A bus whose consumers a test can break. */
class BreakableBus {
  readonly subscriptions: Subscription[] = [];
  readonly broken = Promise.withResolvers<void>();

  async subscribe(subscription: Subscription) {
    this.subscriptions.push(subscription);
    return { stop: async () => undefined, done: this.broken.promise };
  }

  async lag(): Promise<number> {
    return 0;
  }
}

async function consuming(onFailed: (error: unknown) => void) {
  const module = await Test.createTestingModule({ imports: [ConsumersModule] }).compile();
  const app = module.createNestApplication({ logger: false });
  const bus = new BreakableBus();
  const services = [
    { name: 'builds', transport: BUILDS },
    { name: 'deploys', transport: DEPLOYS },
  ] as const;
  const consumers = connectConsumers(app, services, {
    bus: bus as unknown as Bus,
    log: new RecordingLog(),
    metrics: busMetrics(new Registry()),
    onFailed,
  });
  await app.init();
  await app.startAllMicroservices();
  return { app, bus, consumers };
}

describe('the consumers of a process', () => {
  it('read for each service, under its name, the topics that it has handlers for', async () => {
    const { app, bus, consumers } = await consuming(() => undefined);
    expect(bus.subscriptions.map(({ group, topics: names }) => [group, names])).toEqual([
      ['builds', [topics.deploys.name]],
      ['deploys', [topics.builds.name]],
    ]);
    expect([...consumers.keys()]).toEqual(['builds', 'deploys']);
    await app.close();
  });

  it('say so when one can no longer work', async () => {
    const failed = Promise.withResolvers<unknown>();
    const { app, bus } = await consuming(failed.resolve);
    bus.broken.reject(new Error('the file is gone'));
    expect(await failed.promise).toMatchObject({ message: 'the file is gone' });
    await app.close();
  });
});
