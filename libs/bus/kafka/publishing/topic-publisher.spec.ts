import type { Message } from 'kafkajs';
import { TopicPublisher } from './topic-publisher.js';

const one = (value: string) => [{ message: { value }, bytes: 1 }];

/** Sends that settle when the test says so. */
class Sends {
  readonly sent: unknown[][] = [];
  readonly #open: PromiseWithResolvers<void>[] = [];

  readonly send = (messages: Message[]): Promise<void> => {
    this.sent.push(messages.map(({ value }) => value));
    const answer = Promise.withResolvers<void>();
    this.#open.push(answer);
    return answer.promise;
  };

  async begun(count: number): Promise<void> {
    while (this.sent.length < count) await new Promise((resolve) => setImmediate(resolve));
  }

  confirm(): void {
    this.#open.shift()?.resolve();
  }

  refuse(error: Error): void {
    this.#open.shift()?.reject(error);
  }
}

describe('Publishing to a topic', () => {
  it('sends together what is published in one turn of the event loop', async () => {
    const sends = new Sends();
    const publisher = new TopicPublisher(sends.send);
    const published = Promise.all(['a', 'b', 'c'].map((value) => publisher.publish(one(value))));
    await sends.begun(1);
    sends.confirm();
    await published;
    expect(sends.sent).toEqual([['a', 'b', 'c']]);
  });

  it('has one send under way, and gathers what comes meanwhile', async () => {
    const sends = new Sends();
    const publisher = new TopicPublisher(sends.send);
    const first = publisher.publish(one('a'));
    await sends.begun(1);
    const others = Promise.all(['b', 'c', 'd'].map((value) => publisher.publish(one(value))));
    await new Promise((resolve) => setImmediate(resolve));
    expect(sends.sent).toEqual([['a']]);
    sends.confirm();
    await first;
    await sends.begun(2);
    sends.confirm();
    await others;
    expect(sends.sent).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('rejects those whose send failed, and goes on', async () => {
    const sends = new Sends();
    const publisher = new TopicPublisher(sends.send);
    const failing = publisher.publish(one('a'));
    await sends.begun(1);
    const next = publisher.publish(one('b'));
    sends.refuse(new Error('no answer'));
    await expect(failing).rejects.toThrow('no answer');
    await sends.begun(2);
    sends.confirm();
    await expect(next).resolves.toBeUndefined();
  });

  it('sends again after it was idle', async () => {
    const sends = new Sends();
    const publisher = new TopicPublisher(sends.send);
    for (const [number, value] of ['a', 'b'].entries()) {
      const published = publisher.publish(one(value));
      await sends.begun(number + 1);
      sends.confirm();
      await published;
      await publisher.idle();
    }
    expect(sends.sent).toEqual([['a'], ['b']]);
  });

  it('sends a call that is too large for one send in several, in order', async () => {
    const sends = new Sends();
    const publisher = new TopicPublisher(sends.send, { messages: 2, bytes: 100 });
    const published = publisher.publish(['a', 'b', 'c'].flatMap(one));
    await sends.begun(1);
    sends.confirm();
    await sends.begun(2);
    sends.confirm();
    await published;
    expect(sends.sent).toEqual([['a', 'b'], ['c']]);
  });
});
