import { Readable } from 'node:stream';
import { EventStoreDBClient } from '@eventstore/db-client';

type Arguments = ConstructorParameters<typeof EventStoreDBClient>;
/** The client's constructor has an overload for each of these; all lead to the same. */
type Endpoints =
  Arguments[0] | { endpoints: Arguments[0]['endpoint'][] } | { discover: Arguments[0]['endpoint'] };

/**
 * The client of @eventstore/db-client 6.2 without its traps:
 * - it says that the server has no batch append. Appends then take the unary call, which has a deadline of its own and
 *   no part in the map of pending appends that all clients of a process share; and no failed look-up of the server's
 *   features is remembered for good, since none is made;
 * - what goes wrong while it connects anew is told to the calls that it concerns and is no unhandled rejection;
 * - a stream that is cancelled ends, even when nobody takes what had come: otherwise the client keeps it for ever and
 *   `dispose` never returns;
 * - it can be closed: `dispose` leaves the channels open, and with them the process.
 */
export class UnaryClient extends EventStoreDBClient {
  readonly #channels = new Set<{ close(): void }>();
  #closed = false;

  constructor(...[endpoints, channel, credentials]: [Endpoints, Arguments[1]?, Arguments[2]?]) {
    super(endpoints as Arguments[0], channel, credentials);
    this.supports = async () => false;

    const { handleError, getChannel, GRPCStreamCreator } = this;
    this.GRPCStreamCreator = (...call) => {
      const open = GRPCStreamCreator(...call);
      return async () => drainedWhenCancelled(await open());
    };
    this.handleError = (client, error) => handleError(client, error).catch(() => undefined);
    this.getChannel = async () => {
      const opened = await getChannel();
      this.#channels.add(opened);
      if (this.#closed) {
        opened.close();
      }
      return opened;
    };
  }

  /** What the server calls its version, such as `26.0.1`; `unknown` for one that does not tell. */
  async serverVersion(): Promise<string> {
    return (await this.capabilities).serverVersion;
  }

  /** Ends all streams and lets the connections go. Calls under way get no answer any more. */
  async close(): Promise<void> {
    this.#closed = true;
    const ended = this.dispose();
    this.#channels.forEach((channel) => channel.close());
    await ended;
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
