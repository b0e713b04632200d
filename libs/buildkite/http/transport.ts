import { Agent, fetch } from 'undici';
import type { Clock, Secret } from '#libs/platform';
import { BuildkiteUnavailable } from '../errors.js';
import { meaningOf, NoReply, ReplyTooLarge } from './failures.js';
import { publicConnector } from './public-connector.js';
import type { ReplyHeaders } from './reply-headers.js';

/** The most that is read of one reply, unpacked: 10 MB. */
const mostBytes = 10 * 1024 * 1024;
const aMinuteMs = 60_000;

/** A whole reply, of whatever status. */
export interface Reply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: string;
  readonly sentAt: Date;
  readonly receivedAt: Date;
}

/** Sends requests to the API, one by one. */
export interface Transport {
  /**
   * The reply to a GET with the token. Redirects are not followed: they are replies. Throws NoReply, ReplyTooLarge,
   * ReplyUnusable (certificate), AddressRefused, the reason of the signal, or, once closed, BuildkiteUnavailable.
   */
  get(url: URL, token: Secret, signal?: AbortSignal): Promise<Reply>;
  /** Ends all connections; requests under way fail. */
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly clock: Clock;
  /** Also http, and addresses that are not public. */
  readonly allowInsecure: boolean;
  readonly userAgent: string;
  /** Milliseconds of the machine's time, not the clock's: a connection waits in no other. Defaults: 10 s and 30 s. */
  readonly timeouts?: { readonly connectMs: number; readonly totalMs: number };
}

/** Opens a transport: HTTP/1.1 with kept-alive connections, gzip, and nothing else that Buildkite's API does not need. */
export function openTransport(options: TransportOptions): Transport {
  const { clock, allowInsecure, userAgent } = options;
  const { connectMs, totalMs } = options.timeouts ?? { connectMs: 10_000, totalMs: 30_000 };
  const agent = new Agent({
    connect: allowInsecure ? { timeout: connectMs } : publicConnector(connectMs),
  });

  let isClosed = false;

  async function get(url: URL, token: Secret, signal?: AbortSignal): Promise<Reply> {
    signal?.throwIfAborted();
    const timeout = AbortSignal.timeout(totalMs);
    const sentAt = clock.now();
    try {
      const response = await fetch(url, {
        dispatcher: agent,
        redirect: 'manual',
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
        headers: {
          authorization: `Bearer ${token.reveal()}`,
          accept: 'application/json',
          'accept-encoding': 'gzip',
          'user-agent': userAgent,
        },
      });
      const body = await read(response.body ?? []);
      return { status: response.status, headers: response.headers, body, sentAt, receivedAt: clock.now() };
    } catch (error) {
      signal?.throwIfAborted();
      if (isClosed) throw new BuildkiteUnavailable('This process asks Buildkite nothing more.', aMinuteMs);
      if (timeout.aborted) throw new NoReply(`Buildkite did not answer within ${totalMs} ms.`);
      throw meaningOf(error);
    }
  }

  async function close(): Promise<void> {
    isClosed = true;
    await agent.destroy();
  }

  return { get, close };
}

async function read(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new ReplyTooLarge(mostBytes);
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
}
