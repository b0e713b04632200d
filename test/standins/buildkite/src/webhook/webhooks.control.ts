import { isIP } from 'node:net';
import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { v4 as uuidV4 } from 'uuid';
import { unreadable } from '../control/control-error.js';
import { isLoopback, LoopbackGuard } from '../control/loopback.guard.js';
import { SchemaPipe } from '../control/schema.pipe.js';
import { AddOrganization } from '../organization/add-organization.js';
import { Deliveries } from './deliveries.js';
import { DeliveryLog, type DeliveryCounts, type LoggedDelivery } from './delivery-log.js';
import {
  WEBHOOK_EVENTS,
  type AddedWebhook,
  type Webhook,
  type WebhookConduct,
  type WebhookSpec,
} from './webhook.js';
import { CONDUCT_SCHEMA, WEBHOOKS_SCHEMA } from './webhook.schema.js';
import { Webhooks } from './webhooks.js';

/** What was sent, and how many deliveries met which fate. */
export interface DeliveryReport extends DeliveryCounts {
  /** Deliveries that wait for their time. */
  readonly waiting: number;
  readonly deliveries: readonly LoggedDelivery[];
}

/** Control: webhooks. A secret goes in and never comes out. */
@Controller('_control/webhooks')
@UseGuards(LoopbackGuard)
export class WebhooksControl {
  constructor(
    private readonly organizations: AddOrganization,
    private readonly webhooks: Webhooks,
    private readonly deliveries: Deliveries,
    private readonly log: DeliveryLog,
  ) {}

  /** Adds webhooks; 404 for an unknown organization, 400 for an address that is not of this machine. */
  @Post()
  add(@Body(new SchemaPipe(WEBHOOKS_SCHEMA)) specs: WebhookSpec[], @Req() request: Request): AddedWebhook[] {
    const origin = `${request.protocol}://${request.get('host') ?? 'localhost'}`;
    const added = specs.map((spec) => this.planned(spec, origin));
    this.deliveries.add(added);
    return added.map(shown);
  }

  @Get()
  list(): AddedWebhook[] {
    return this.webhooks.all().map(shown);
  }

  @Delete()
  @HttpCode(204)
  clear(): void {
    this.deliveries.clear();
  }

  @Patch('conduct')
  behave(@Body(new SchemaPipe(CONDUCT_SCHEMA)) change: Partial<WebhookConduct>): WebhookConduct {
    this.webhooks.behave(change);
    return this.webhooks.conduct;
  }

  @Get('deliveries')
  report(): DeliveryReport {
    return { ...this.log.counts, waiting: this.deliveries.waiting, deliveries: this.log.list() };
  }

  private planned({ organization, url, secret, events }: WebhookSpec, origin: string): Webhook {
    const { slug } = this.organizations.named(organization);
    if (!isOfThisMachine(url)) throw unreadable('url is not a plain HTTP address of this machine');
    return { id: uuidV4(), organization: slug, url, secret, events: events ?? WEBHOOK_EVENTS, origin };
  }
}

function isOfThisMachine(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isHere = host === 'localhost' || (isIP(host) !== 0 && isLoopback(host));
  return protocol === 'http:' && isHere && username === '' && password === '';
}

function shown({ id, organization, url, events }: Webhook): AddedWebhook {
  return { id, organization, url, events };
}
