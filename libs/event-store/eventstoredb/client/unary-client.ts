import { Readable } from 'node:stream';
import { EventStoreDBClient } from '@eventstore/db-client';
import { Closed } from './within.js';

type Arguments = ConstructorParameters<typeof EventStoreDBClient>;
type Single = Arguments[0];
type Endpoint = Exclude<Single['endpoint'], string>;

interface Discovery {
  readonly maxDiscoverAttempts?: number;
  readonly discoveryInterval?: number;
  readonly gossipTimeout?: number;
}

type Cluster = Omit<Single, 'endpoint'> & Discovery & ({ endpoints: Endpoint[] } | { discover: Endpoint });

/** What is closed here of a channel of gRPC. */
interface Channel {
  close(): void;
}

/**
 * The client of @eventstore/db-client 6.2 without its traps:
 * - it says that the server has no batch append. Appends then take the unary call, which has a deadline of its own and
 *   no part in the map of pending appends that all clients of a process share; and no failed look-up of the server's
 *   features is remembered for good, since none is made;
 * - what goes wrong while it connects anew is told to the calls that it concerns and is no unhandled rejection;
 * - a channel is closed behind the calls that have it in hand: for those the client would never settle its promise and
 *   leave an unhandled rejection;
 * - a stream that is cancelled ends, even when nobody takes what had come: otherwise the client keeps it for ever and
 *   `dispose` never returns;
 * - it can be closed: `dispose` leaves the channels open, and with them the process.
 */
export class UnaryClient extends EventStoreDBClient {
  readonly #channels = new Set<Channel>();
  #closed = false;

  constructor(...[endpoints, channel, credentials]: [Single | Cluster, Arguments[1]?, Arguments[2]?]) {
    // The overloads of the client's constructor differ in this alone.
    super(endpoints as Single, channel, credentials);
    const { execute, getChannel, GRPCStreamCreator, handleError } = this;
    this.supports = async () => false;
    this.handleError = (client, error) => handleError(client, error).catch(() => undefined);
    this.getChannel = async () => this.#kept(await getChannel());
    this.execute = async (...call) => {
      this.#assertOpen();
      return execute(...call);
    };
    this.GRPCStreamCreator = (...call) => {
      const open = GRPCStreamCreator(...call);
      return async () => {
        this.#assertOpen();
        return drainedWhenCancelled(await open());
      };
    };
  }

  /** What the server calls its version, such as `26.0.1`; `unknown` for one that does not tell. */
  async serverVersion(): Promise<string> {
    return (await this.capabilities).serverVersion;
  }

  /** Ends all streams and lets the connections go. Calls under way may get no answer any more. */
  async close(): Promise<void> {
    this.#closed = true;
    const ended = this.dispose();
    this.#channels.forEach((channel) => channel.close());
    await ended;
  }

  #kept<Kept extends Channel>(channel: Kept): Kept {
    if (!this.#channels.has(channel)) {
      const close = channel.close.bind(channel);
      this.#channels.add(channel);
      channel.close = () => {
        this.#channels.delete(channel);
        setImmediate(close);
      };
      if (this.#closed) {
        channel.close();
      }
    }
    return channel;
  }

  #assertOpen(): void {
    if (this.#closed) {
      throw new Closed();
    }
  }
}

/** The stream, of which what had come is thrown away once it is cancelled. */
function drainedWhenCancelled<Stream extends object>(stream: Stream): Stream {
  if (stream instanceof Readable && 'cancel' in stream && typeof stream.cancel === 'function') {
    const cancel = stream.cancel.bind(stream) as () => void;
    stream.cancel = () => {
      cancel();
      stream.resume();
    };
  }
  return stream;
}
