import {
  Controller,
  Get,
  HttpCode,
  Inject,
  Injectable,
  Module,
  Param,
  Post,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { Bus } from '#libs/bus';
import { topics, type PublishedEvent } from '#libs/contracts';
import { aDeployRegistered } from '#libs/contracts/testing';
import type { CollectionDefinition, Document, Documents } from '#libs/documents';
import type { EventStore } from '#libs/event-store';
import { randomUUID } from 'node:crypto';
import { Roles } from '../access/route-access.js';
import { StoreFollowers } from '../following/store-followers.js';
import type { ServiceDefinition } from '../service-definition.js';
import { BUS, DOCUMENTS, EVENT_STORE } from '../tokens.js';

const DEPLOYS = Symbol('deploys');
const BUILDS = Symbol('builds');
const CONNECTIONS = Symbol('connections');

interface Seen extends Document {
  readonly id: string;
}

const seen: CollectionDefinition<Seen> = { name: 'seen', indexes: [] };

/** Routes of the tiny service: a command, a read and one that a test lets go. */
@Controller('v1/organizations/:org/notes')
class NotesController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(DOCUMENTS) private readonly documents: Documents,
    @Inject(BUS) private readonly bus: Bus,
  ) {}

  @Post('poison')
  async poison(): Promise<void> {
    await this.bus.publish(topics.deploys.name, [{ key: 'acme', value: 'no event' }]);
  }

  @Post()
  async note(): Promise<{ readonly id: string }> {
    const id = randomUUID();
    await this.store.append(`notes-${id}`, [{ id, type: 'Noted', data: {} }], {
      expectedRevision: 'no-stream',
    });
    return { id };
  }

  @Get(':id')
  @Roles('viewer')
  async seen(@Param('id') id: string): Promise<{ readonly seen: boolean }> {
    return { seen: (await this.documents.collection(seen).get(id)) !== undefined };
  }

  @Post('slow')
  @HttpCode(200)
  async slow(): Promise<string> {
    await slowRequest.begin();
    return 'done';
  }
}

/** Lets a test hold a request in hand. */
export const slowRequest = {
  begun: Promise.withResolvers<void>(),
  finish: Promise.withResolvers<void>(),
  reset(): void {
    this.begun = Promise.withResolvers<void>();
    this.finish = Promise.withResolvers<void>();
  },
  async begin(): Promise<void> {
    this.begun.resolve();
    await this.finish.promise;
  },
};

@Injectable()
class NoteRelay implements OnApplicationBootstrap {
  constructor(@Inject(StoreFollowers) private readonly followers: StoreFollowers) {}

  onApplicationBootstrap(): void {
    this.followers.publish({
      name: 'notes',
      prefixes: ['notes-'],
      map: ({ id }): PublishedEvent => ({ ...aDeployRegistered(), id }),
    });
  }
}

@Controller()
class SeenConsumer {
  constructor(@Inject(DOCUMENTS) private readonly documents: Documents) {}

  @EventPattern(topics.deploys.name, BUILDS)
  async see(events: readonly PublishedEvent[]): Promise<void> {
    await this.documents.collection(seen).put(events.map(({ id }) => ({ id })));
  }
}

@Module({ controllers: [NotesController], providers: [NoteRelay] })
class DeploysModule {}

@Module({ controllers: [SeenConsumer] })
class BuildsModule {}

@Module({})
class ConnectionsModule {}

/** Three services that do next to nothing: what is noted at one is published, and seen by another. */
export const tinyServices: readonly ServiceDefinition[] = [
  {
    name: 'deploys',
    module: DeploysModule,
    transport: DEPLOYS,
    collections: [],
    management: () => ({ 'GET /own': async () => ({ status: 200, body: 'own' }) }),
  },
  { name: 'builds', module: BuildsModule, transport: BUILDS, collections: [seen] },
  { name: 'connections', module: ConnectionsModule, transport: CONNECTIONS, collections: [] },
];
