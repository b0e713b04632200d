import { PassThrough } from 'node:stream';
import { messagesOf } from './messages-of.js';
import { NoAnswer } from './within.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('The messages of a stream of the client', () => {
  let stream: PassThrough;
  let cancelled: number;
  let controller: AbortController;
  const cancel = async (): Promise<void> => {
    cancelled += 1;
  };
  const receive = (patience?: number) =>
    messagesOf<string>(stream, {
      cancel,
      signal: controller.signal,
      ...(patience === undefined ? {} : { patience }),
    });
  const take = async (messages: AsyncIterable<string>): Promise<string[]> => {
    const taken: string[] = [];
    for await (const message of messages) {
      taken.push(message);
    }
    return taken;
  };

  beforeEach(() => {
    stream = new PassThrough({ objectMode: true });
    cancelled = 0;
    controller = new AbortController();
  });

  it('come in order until the stream ends without a word', async () => {
    ['a', 'b', 'c'].forEach((message) => stream.write(message));
    stream.end();

    expect(await take(receive())).toEqual(['a', 'b', 'c']);
    expect(cancelled).toBe(1);
  });

  it('end with the failure of the stream', async () => {
    stream.write('a');
    const messages = receive();
    expect(await messages.next()).toMatchObject({ value: 'a' });
    setImmediate(() => stream.emit('error', new Error('dropped')));

    await expect(messages.next()).rejects.toThrow('dropped');
    expect(cancelled).toBe(1);
  });

  it('are taken no faster than the consumer wants them', async () => {
    const messages = receive();
    const first = messages.next();
    let written = 0;
    while (stream.write(`number ${(written += 1)}`)) {
      await turn();
    }
    await first;

    expect(written).toBeLessThan(100);
    await messages.return();
  });

  it('end without an error when the signal aborts, while they are awaited and while one is in hand', async () => {
    const awaiting = receive().next();
    await turn();
    controller.abort();
    expect(await awaiting).toEqual({ done: true, value: undefined });
    expect(stream.destroyed).toBe(true);

    stream = new PassThrough({ objectMode: true });
    controller = new AbortController();
    stream.write('a');
    stream.write('b');
    const messages = receive();
    await messages.next();
    controller.abort();
    expect(await messages.next()).toEqual({ done: true, value: undefined });
    expect(cancelled).toBe(2);
  });

  it('are none when the signal has aborted before', async () => {
    stream.write('a');
    controller.abort();

    expect(await take(receive())).toEqual([]);
    expect(cancelled).toBe(1);
  });

  it('may be left in the middle; an error that comes after is nobody’s', async () => {
    ['a', 'b', 'c'].forEach((message) => stream.write(message));
    for await (const message of receive()) {
      expect(message).toBe('a');
      break;
    }
    expect(cancelled).toBe(1);
    expect(stream.destroyed).toBe(true);

    expect(() => stream.emit('error', new Error('late'))).not.toThrow();
  });

  it('may be left although the call cannot be cancelled', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    stream.end('a');

    await take(
      messagesOf<string>(stream, {
        cancel: () => Promise.reject(new Error('no call')),
        signal: controller.signal,
      }),
    );
    await turn();

    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  describe('from a server that keeps silent', () => {
    it('are given up when the first does not come', async () => {
      await expect(receive(10).next()).rejects.toEqual(new NoAnswer(10));
      expect(cancelled).toBe(1);
    });

    it('are given up when the next does not come', async () => {
      stream.write('a');
      const messages = receive(10);

      expect(await messages.next()).toMatchObject({ value: 'a' });
      await expect(messages.next()).rejects.toBeInstanceOf(NoAnswer);
    });

    it('are not given up because the consumer takes its time', async () => {
      stream.write('a');
      const messages = receive(10);
      await messages.next();
      await new Promise((resolve) => setTimeout(resolve, 40));
      stream.write('b');

      expect(await messages.next()).toMatchObject({ value: 'b' });
      await expect(messages.next()).rejects.toBeInstanceOf(NoAnswer);
    });
  });
});
