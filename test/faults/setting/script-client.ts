import { setTimeout as pause } from 'node:timers/promises';
import type { Api, Reply } from '../../e2e/setting/api.js';

/** A command that the product acknowledged, and the one event that it must have left. */
export interface Acknowledged {
  readonly organization: string;
  readonly what: string;
  readonly event: { readonly type: string; readonly data: Readonly<Record<string, unknown>> };
}

/** What a command is to leave in the event store, said by its reply. */
export type Leaves<Body> = (body: Body) => Acknowledged['event'];

type Send = <Body>(method: string, path: string, options: object) => Promise<Reply<Body>>;

const patienceMs = 60_000;

/** Sends commands as a careful script would: each with an Idempotency-Key, and again until it is acknowledged. */
export class ScriptClient {
  readonly acknowledged: Acknowledged[] = [];
  #keys = 0;

  constructor(
    readonly api: Api,
    /** Resolves when there is somebody to speak to. */
    private readonly alive: () => Promise<void>,
  ) {}

  /** A command to the connections service. */
  connections<Body>(method: string, path: string, body: unknown, leaves: Leaves<Body>): Promise<Body> {
    return this.command((...request) => this.api.connections(...request), method, path, body, leaves);
  }

  /** A command to the deploys service. */
  deploys<Body>(method: string, path: string, body: unknown, leaves: Leaves<Body>): Promise<Body> {
    return this.command((...request) => this.api.deploys(...request), method, path, body, leaves);
  }

  /** Reads from the deploys service until what comes is as awaited. */
  async awaitDeploys<Body>(path: string, isAwaited: (body: Body) => boolean): Promise<Body> {
    return this.repeatedly(path, async () => {
      const reply = await this.api.deploys<Body>('GET', path);
      return reply.status === 200 && isAwaited(reply.body) ? reply : undefined;
    });
  }

  private async command<Body>(
    send: Send,
    method: string,
    path: string,
    body: unknown,
    leaves: Leaves<Body>,
  ): Promise<Body> {
    this.#keys += 1;
    const headers = { 'idempotency-key': `command-${this.#keys}` };
    const what = `${method} ${path} (${headers['idempotency-key']})`;
    const acknowledgement = await this.repeatedly(what, async () => {
      const reply = await send<Body>(method, path, { headers, ...(body !== undefined && { body }) });
      if (reply.status < 300) return reply;
      if (reply.headers.has('retry-after')) return undefined;
      throw new Refusal(`${what}: ${reply.status} ${reply.text}`);
    });
    const { organization } = this.api;
    this.acknowledged.push({ organization, what, event: leaves(acknowledgement) });
    return acknowledgement;
  }

  /** Until there is a reply; a connection that breaks off is as good as none. */
  private async repeatedly<Body>(
    what: string,
    attempt: () => Promise<Reply<Body> | undefined>,
  ): Promise<Body> {
    const until = Date.now() + patienceMs;
    while (Date.now() < until) {
      await this.alive();
      const reply = await attempt().catch((error: unknown) => {
        if (error instanceof Refusal) throw error;
        return undefined;
      });
      if (reply !== undefined) return reply.body;
      await pause(25);
    }
    throw new Error(`No end of waiting for ${what}`);
  }
}

/** An answer that trying again does not change. */
class Refusal extends Error {}
