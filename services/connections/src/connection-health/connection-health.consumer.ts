import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics, type PublishedEvent } from '#libs/contracts';
import { CONNECTIONS } from '../transport.js';
import { KnownHealth } from './known-health.js';

/** Hears from the health topic how the connections are. */
@Controller()
export class ConnectionHealthConsumer {
  constructor(@Inject(KnownHealth) private readonly known: KnownHealth) {}

  @EventPattern(topics.connectionHealth.name, CONNECTIONS)
  handle(@Payload() events: readonly PublishedEvent[]): Promise<void> {
    return this.known.remember(events);
  }
}
