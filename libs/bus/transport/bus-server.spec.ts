import { Controller, Scope, type INestApplication, type ModuleMetadata, type Type } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { encodeEvent, topics, type PublishedEvent } from '#libs/contracts';
import { aBuildObserved, aDeployRegistered, aProjectCreated } from '#libs/contracts/testing';
import { of, throwError } from 'rxjs';
import { deadLetterTopics } from '../dead-letters/dead-letter-topics.js';
import { deadLetters } from '../dead-letters/dead-letters.js';
import { Unprocessable } from '../errors.js';
import type { Bus, Consumer } from '../port.js';
import { countingMetrics } from '../testing/counting-metrics.js';
import { eventually } from '../testing/eventually.js';
import { nestApplication } from '../testing/nest-consumer.js';
import { recordingLog } from '../testing/recording-log.js';
import { openTemporaryBus, type TemporaryBus } from '../testing/temporary-bus.js';
import { BusContext } from './bus-context.js';
import { BusServer, type BusServerOptions } from './bus-server.js';

const BUILDS = Symbol('builds');
const DEPLOYS = Symbol('deploys');
const { builds, deploys, projects } = topics;

describe('The bus as a Nest transport', () => {
  let temporary: TemporaryBus;
  let bus: Bus;
  let app: INestApplication | undefined;
  let log: ReturnType<typeof recordingLog>;
  let metrics: ReturnType<typeof countingMetrics>;
  let calls: { by: string; events: readonly PublishedEvent[] }[];

  beforeEach(async () => {
    temporary = await openTemporaryBus();
    ({ bus } = temporary);
    [log, metrics, calls] = [recordingLog(), countingMetrics(), []];
    const names = [builds, deploys, projects].map(({ name }) => name);
    await bus.provision([
      builds,
      deploys,
      projects,
      ...['builds', 'deploys'].flatMap((group) => deadLetterTopics(group, names)),
    ]);
  });

  afterEach(async () => {
    await app?.close();
    app = undefined;
    await temporary.remove();
  });

  const server = (service: string, transportId: symbol, changes: Partial<BusServerOptions> = {}) =>
    new BusServer({ bus, service, transportId, log, metrics, sleep: async () => undefined, ...changes });
  const start = async (controllers: Type[], servers: BusServer[], metadata: ModuleMetadata = {}) => {
    app = await nestApplication({ controllers, ...metadata }, servers);
    await app.listen(0, '127.0.0.1');
    await app.startAllMicroservices();
    return app;
  };
  const publish = (...events: PublishedEvent[]) =>
    Promise.all(
      events.map((event) =>
        bus.publish(
          event.type.includes('build')
            ? builds.name
            : event.type.includes('deploy')
              ? deploys.name
              : projects.name,
          [encodeEvent(event)],
        ),
      ),
    );
  const record = (by: string, events: readonly PublishedEvent[]) => void calls.push({ by, events });
  const called = (count: number) =>
    eventually(
      async () => calls.flatMap(({ events }) => events).length,
      (seen) => seen >= count,
    );

  @Controller()
  class BuildsController {
    @EventPattern(deploys.name, BUILDS)
    deploys(events: readonly PublishedEvent[]) {
      record('builds: deploys', events);
    }

    @EventPattern(projects.name, BUILDS)
    async projects(events: readonly PublishedEvent[]) {
      record('builds: projects', events);
    }
  }

  @Controller()
  class DeploysController {
    @EventPattern<string>(builds.name, DEPLOYS)
    builds(@Payload() events: readonly PublishedEvent[], @Ctx() context: BusContext) {
      record(`deploys: ${context.topic}`, events);
    }

    @EventPattern(projects.name, DEPLOYS)
    projects(events: readonly PublishedEvent[]) {
      record('deploys: projects', events);
    }
  }

  describe('with two servers in one application', () => {
    const [deploy, build, project] = [aDeployRegistered(), aBuildObserved(), aProjectCreated()];

    it('gives each its own topics, with its own group, and a shared topic to both', async () => {
      const servers = [server('builds', BUILDS), server('deploys', DEPLOYS)];
      await start([BuildsController, DeploysController], servers);
      expect(servers.map(({ topics: own }) => [...own].sort())).toEqual([
        [deploys.name, projects.name].sort(),
        [builds.name, projects.name].sort(),
      ]);
      await publish(deploy, build, project);
      await called(4);
      expect(calls.map(({ by, events }) => [by, events[0]?.id]).sort()).toEqual(
        [
          ['builds: deploys', deploy.id],
          ['builds: projects', project.id],
          [`deploys: ${builds.name}`, build.id],
          ['deploys: projects', project.id],
        ].sort(),
      );
      await eventually(
        () => Promise.all(servers.map((one) => one.lag())),
        (lags) => lags.flat().every(({ records }) => records === 0),
      );
    });

    it('counts and says how far each is behind', async () => {
      const own = server('builds', BUILDS);
      await start([BuildsController], [own]);
      await app?.close();
      app = undefined;
      await publish(deploy, project);
      expect([...(await own.lag())].sort((a, b) => a.topic.localeCompare(b.topic))).toEqual([
        { topic: deploys.name, group: 'builds', records: 1 },
        { topic: projects.name, group: 'builds', records: 1 },
      ]);
    });
  });

  it('starts to consume only when the microservices of the application are started', async () => {
    await publish(aDeployRegistered());
    app = await nestApplication({ controllers: [BuildsController] }, [server('builds', BUILDS)]);
    await app.listen(0, '127.0.0.1');
    expect(await bus.lag('builds', deploys.name)).toBe(1);
    expect(calls).toEqual([]);
    await app.startAllMicroservices();
    await called(1);
  });

  it('runs the hooks of the modules once', async () => {
    let initialised = 0;
    @Controller()
    class Hooked extends BuildsController {
      onModuleInit() {
        initialised += 1;
      }
    }
    await start([Hooked], [server('builds', BUILDS), server('deploys', DEPLOYS)]);
    expect(initialised).toBe(1);
  });

  it('takes what an observable throws and emits as it takes a promise', async () => {
    let tries = 0;
    @Controller()
    class Observing {
      @EventPattern(deploys.name, BUILDS)
      deploys(events: readonly PublishedEvent[]) {
        record('observing', events);
        return (tries += 1) === 1 ? throwError(() => new Error('not yet')) : of();
      }
    }
    await start([Observing], [server('builds', BUILDS)]);
    await publish(aDeployRegistered());
    await called(2);
    await eventually(
      () => bus.lag('builds', deploys.name),
      (lag) => lag === 0,
    );
    expect(metrics.sums).toEqual({
      [`retried ${deploys.name} builds`]: 1,
      [`handled ${deploys.name} builds`]: 1,
    });
  });

  it('works with a controller that is made anew for each batch', async () => {
    let made = 0;
    @Controller({ scope: Scope.REQUEST })
    class PerBatch {
      constructor() {
        made += 1;
      }

      @EventPattern(deploys.name, BUILDS)
      deploys(events: readonly PublishedEvent[]) {
        record('per batch', events);
        if (made === 1) throw new Error('not yet');
      }
    }
    await start([PerBatch], [server('builds', BUILDS)]);
    await publish(aDeployRegistered());
    await called(2);
    expect(made).toBe(2);
  });

  describe('when a handler throws', () => {
    const startThrowing = (thrown: () => unknown) => {
      @Controller()
      class Throwing {
        @EventPattern(deploys.name, BUILDS)
        async deploys(events: readonly PublishedEvent[]) {
          record('throwing', events);
          throw thrown();
        }
      }
      return start([Throwing], [server('builds', BUILDS)]);
    };
    const letters = () => deadLetters({ bus, topic: deploys.name, group: 'builds' });

    it('sees the error itself: what is unprocessable is set aside for its reason', async () => {
      await startThrowing(() => new Unprocessable('no-such-repository', 'It is not ours.'));
      await publish(aDeployRegistered());
      const [letter] = await eventually(letters, ({ length }) => length === 1);
      expect(letter).toMatchObject({ reason: 'no-such-repository', detail: 'It is not ours.', attempts: 1 });
    });

    it('sees the error itself: a bug is set aside after three tries', async () => {
      await startThrowing(() => new TypeError('x is undefined'));
      await publish(aDeployRegistered());
      const [letter] = await eventually(letters, ({ length }) => length === 1);
      expect(letter).toMatchObject({
        reason: 'handler-bug',
        detail: 'TypeError: x is undefined',
        attempts: 3,
      });
      expect(calls).toHaveLength(3);
    });

    it('tries again in place, then rests, and sets nothing aside', async () => {
      await startThrowing(() => new Error('no database'));
      await publish(aDeployRegistered());
      await called(7);
      expect(await letters()).toEqual([]);
      expect(metrics.sums[`rested ${deploys.name} builds`]).toBeGreaterThan(0);
      expect(log.lines).toContainEqual(
        expect.objectContaining({
          level: 'warn',
          data: expect.objectContaining({ err: new Error('no database') }) as object,
        }),
      );
    });
  });

  describe('closing', () => {
    it('waits for the batch in hand and keeps its progress', async () => {
      const begun = Promise.withResolvers<AbortSignal>();
      const release = Promise.withResolvers<void>();
      @Controller()
      class Slow {
        @EventPattern<string>(deploys.name, BUILDS)
        async deploys(@Payload() _events: readonly PublishedEvent[], @Ctx() context: BusContext) {
          begun.resolve(context.signal);
          await release.promise;
        }
      }
      await start([Slow], [server('builds', BUILDS)]);
      await publish(aDeployRegistered());
      const signal = await begun.promise;
      let closed = false;
      const closing = app?.close().then(() => (closed = true));
      await eventually(
        async () => signal.aborted,
        (aborted) => aborted,
      );
      expect(closed).toBe(false);
      release.resolve();
      await closing;
      app = undefined;
      expect(await bus.lag('builds', deploys.name)).toBe(0);
      await expect(bus.ping()).resolves.toBeUndefined();
    });

    it('can be done before it was started, and twice', async () => {
      const own = server('builds', BUILDS);
      app = await nestApplication({ controllers: [BuildsController] }, [own]);
      await own.close();
      await own.close();
    });
  });

  describe('refuses to start', () => {
    const starting = (controllers: Type[], ...servers: BusServer[]) => start(controllers, servers);

    it('with two handlers of one topic', async () => {
      @Controller()
      class Another {
        @EventPattern(deploys.name, BUILDS)
        again(_events: readonly PublishedEvent[]) {}
      }
      await expect(starting([BuildsController, Another], server('builds', BUILDS))).rejects.toThrow(
        `builds: ${deploys.name} has two handlers`,
      );
    });

    it('with a handler that wants to answer', async () => {
      @Controller()
      class Answering {
        @MessagePattern(deploys.name, BUILDS)
        answer() {}
      }
      await expect(starting([Answering], server('builds', BUILDS))).rejects.toThrow('knows events only');
    });

    it('with a pattern that is no topic', async () => {
      @Controller()
      class Patterned {
        @EventPattern({ topic: deploys.name }, BUILDS)
        deploys(_events: readonly PublishedEvent[]) {}
      }
      await expect(starting([Patterned], server('builds', BUILDS))).rejects.toThrow('name of a topic');
    });

    it('with a topic that does not exist', async () => {
      @Controller()
      class Mistyped {
        @EventPattern('sleuth.deploy.v1', BUILDS)
        deploys(_events: readonly PublishedEvent[]) {}
      }
      await expect(starting([Mistyped], server('builds', BUILDS))).rejects.toThrow('There is no topic');
    });

    it('without a place for its dead letters', async () => {
      await expect(starting([BuildsController], server('newcomer', BUILDS))).rejects.toThrow(
        /There is no topic .*newcomer\.dead-letters/,
      );
      expect(calls).toEqual([]);
    });

    it('when it was connected in a way that hides the errors of handlers', async () => {
      app = await nestApplication({ controllers: [BuildsController] }, []);
      app.connectMicroservice({ strategy: server('builds', BUILDS) });
      await app.listen(0, '127.0.0.1');
      await expect(app.startAllMicroservices()).rejects.toThrow('connect a BusServer by its connectTo(app)');
    });
  });

  it('consumes nothing, and says so, when no handler names its transport', async () => {
    const own = server('builds', Symbol('another'));
    await start([BuildsController], [own]);
    expect(own.topics).toEqual([]);
    expect(log.lines).toMatchObject([{ level: 'warn', data: { group: 'builds' } }]);
  });

  it('tells its status, and whoever asked, when its consumer can no longer work', async () => {
    const lost = Promise.withResolvers<void>();
    const consumer: Consumer = { stop: async () => undefined, done: lost.promise };
    const breaking: Bus = Object.create(bus, {
      subscribe: { value: async () => consumer },
      lag: { value: (group: string, topic: string) => bus.lag(group, topic) },
    }) as Bus;
    const own = server('builds', BUILDS, { bus: breaking });
    const statuses: string[] = [];
    own.status.subscribe((status) => statuses.push(status));
    const failed = new Promise((resolve) => own.on('failed', resolve));
    await start([BuildsController], [own]);
    lost.reject(new Error('disk full'));
    expect(await failed).toEqual(new Error('disk full'));
    expect(log.lines.at(-1)).toMatchObject({ level: 'error', data: { group: 'builds' } });
    await app?.close();
    app = undefined;
    expect(statuses).toEqual(['consuming', 'failed', 'closed']);
    expect(own.unwrap()).toBe(breaking);
  });
});
