import { NoAnswer } from './within.js';

/** What all the client's streams are. */
interface ClientStream extends AsyncIterable<unknown> {
  destroy(error?: Error): unknown;
}

interface MessagesOptions {
  /** Ends the call at the server. */
  readonly cancel: () => Promise<void>;
  /** Ends the messages, without an error. */
  readonly signal: AbortSignal;
  /** How many ms the server may take for the next message. Default: for ever. */
  readonly patience?: number;
}

/**
 * The messages of one of the client's streams, as fast as they are taken. However it is left – at the end, by a failure,
 * by the signal or by the consumer – the call is cancelled and nothing of the stream comes out any more, nor an error
 * that comes late.
 * @throws NoAnswer when the server keeps silent for too long
 */
export async function* messagesOf<Message>(
  stream: ClientStream,
  { cancel, signal, patience }: MessagesOptions,
): AsyncGenerator<Message, void, undefined> {
  let awaited = true;
  const timer =
    patience === undefined
      ? undefined
      : setTimeout(() => (awaited ? stream.destroy(new NoAnswer(patience)) : undefined), patience);
  const stop = (): void => {
    stream.destroy();
  };
  signal.addEventListener('abort', stop);
  if (signal.aborted) {
    stop();
  }
  try {
    for await (const message of stream) {
      awaited = false;
      yield message as Message;
      if (signal.aborted) {
        return;
      }
      awaited = true;
      timer?.refresh();
    }
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    stream.destroy();
    cancel().catch(toldAlready);
  }
}

/** A call that could not be begun cannot be cancelled; the iteration has told the consumer why. */
function toldAlready(): void {}
