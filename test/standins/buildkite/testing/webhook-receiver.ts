import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A delivery as it came in. */
export interface ReceivedDelivery {
  readonly headers: IncomingHttpHeaders;
  /** The body, byte for byte. */
  readonly raw: string;
  readonly body: {
    readonly event: string;
    readonly build: Readonly<Record<string, unknown>>;
    readonly pipeline: Readonly<Record<string, unknown>>;
    readonly sender: Readonly<Record<string, unknown>>;
    readonly job?: Readonly<Record<string, unknown>>;
  };
}

/** An HTTP server on this machine that notes what it is told. */
export class WebhookReceiver {
  readonly received: ReceivedDelivery[] = [];
  /** How it answers; a test may let it answer otherwise, or never. */
  answer: (response: ServerResponse, delivery: ReceivedDelivery) => void = (response) => {
    response.writeHead(204).end();
  };

  private readonly server = createServer((request, response) => {
    void this.take(request, response);
  });

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/hooks`;
  }

  /** `event` and the build's message of what came, in order. */
  get told(): readonly string[] {
    return this.received.map(({ body }) => `${body.event} ${String(body.build['message'])}`);
  }

  get events(): readonly string[] {
    return this.received.map(({ body }) => body.event);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await text(request);
    const delivery = { headers: request.headers, raw, body: JSON.parse(raw) as ReceivedDelivery['body'] };
    this.received.push(delivery);
    this.answer(response, delivery);
  }
}
