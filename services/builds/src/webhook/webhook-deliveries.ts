import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';

/** That the webhook of a connection works. */
export interface WebhookDelivery {
  /** The connection. */
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly lastDeliveryAt: string;
  /** The event of that delivery, e.g. `build.finished` or `ping`. */
  readonly lastEvent: string;
  /** `lastDeliveryAt` as milliseconds since 1970: it only moves forward. */
  readonly revision: number;
}

export const webhookDeliveries: CollectionDefinition<WebhookDelivery> = {
  name: 'builds-webhook-deliveries',
  indexes: [],
};

/** No more than one delivery in this time is written down, in milliseconds. */
const restMs = 10_000;

/** When Buildkite last delivered something genuine to each connection, to ten seconds. */
@Injectable()
export class WebhookDeliveries {
  readonly #collection: Collection<WebhookDelivery>;
  /** When one was last written down here, by connection: milliseconds since 1970. */
  readonly #noted = new Map<string, number>();

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(webhookDeliveries);
  }

  /** A genuine delivery has come, whatever its event. */
  async note(connection: string, at: Date, event: string): Promise<void> {
    const time = at.getTime();
    const last = this.#noted.get(connection);
    if (last !== undefined && Math.abs(time - last) < restMs) return;
    const lastDeliveryAt = at.toISOString();
    await this.#collection.putNewer([{ id: connection, lastDeliveryAt, lastEvent: event, revision: time }]);
    this.#noted.set(connection, time);
  }

  /** RFC 3339, UTC; undefined before the first. */
  async lastAt(connection: string): Promise<string | undefined> {
    return (await this.#collection.get(connection))?.lastDeliveryAt;
  }
}
