import {
  Controller,
  ForbiddenException,
  Get,
  type ArgumentsHost,
  type CanActivate,
  type ExceptionFilter,
  type INestApplication,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { EventPattern } from '@nestjs/microservices';
import { encodeEvent, topics, type PublishedEvent } from '#libs/contracts';
import { aDeployRegistered } from '#libs/contracts/testing';
import request from 'supertest';
import type { Server } from 'node:http';
import { deadLetterTopics } from '../dead-letters/dead-letter-topics.js';
import { nestApplication } from '../testing/nest-consumer.js';
import { recordingLog } from '../testing/recording-log.js';
import { openTemporaryBus, type TemporaryBus } from '../testing/temporary-bus.js';
import { BusServer } from './bus-server.js';

const BUILDS = Symbol('builds');
const { deploys } = topics;

describe('What an application has for HTTP', () => {
  let temporary: TemporaryBus;
  let app: INestApplication;
  let used: string[];
  const handled = Promise.withResolvers<readonly PublishedEvent[]>();

  beforeAll(async () => {
    temporary = await openTemporaryBus();
    await temporary.bus.provision([deploys, ...deadLetterTopics('builds', [deploys.name])]);
  });

  afterAll(async () => {
    await app.close();
    await temporary.remove();
  });

  @Controller()
  class Both {
    @EventPattern(deploys.name, BUILDS)
    deploys(events: readonly PublishedEvent[]) {
      handled.resolve(events);
    }

    @Get('page')
    page() {
      return 'page';
    }
  }

  it('does not touch events', async () => {
    used = [];
    const note = (what: string) => void used.push(what);
    const guard: CanActivate = { canActivate: () => (note('guard'), false) };
    const pipe: PipeTransform = { transform: () => note('pipe') };
    const interceptor: NestInterceptor = {
      intercept: (_context, next) => (note('interceptor'), next.handle()),
    };
    const filter: ExceptionFilter = {
      catch: (error: unknown, host: ArgumentsHost) => {
        note('filter');
        const status = error instanceof ForbiddenException ? 403 : 500;
        host.switchToHttp().getResponse<{ sendStatus(code: number): void }>().sendStatus(status);
      },
    };
    const server = new BusServer({
      bus: temporary.bus,
      service: 'builds',
      transportId: BUILDS,
      log: recordingLog(),
      sleep: async () => undefined,
    });
    app = await nestApplication(
      {
        controllers: [Both],
        providers: [
          { provide: APP_GUARD, useValue: guard },
          { provide: APP_PIPE, useValue: pipe },
          { provide: APP_INTERCEPTOR, useValue: interceptor },
          { provide: APP_FILTER, useValue: filter },
        ],
      },
      [server],
    );
    app.useGlobalPipes(pipe);
    app.useGlobalInterceptors(interceptor);
    await app.listen(0, '127.0.0.1');
    await app.startAllMicroservices();

    const event = aDeployRegistered();
    await temporary.bus.publish(deploys.name, [encodeEvent(event)]);
    expect(await handled.promise).toEqual([event]);
    expect(used).toEqual([]);

    await request(app.getHttpServer() as Server)
      .get('/page')
      .expect(403);
    expect(used).toEqual(['guard', 'filter']);
  });
});
