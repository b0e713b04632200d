import fc from 'fast-check';
import type { SizedMessage } from './to-message.js';
import { Waiting } from './waiting.js';

function messages(names: readonly string[], bytes = 1): SizedMessage[] {
  return names.map((value) => ({ message: { value }, bytes }));
}

function valuesOf(load: { messages: { value: unknown }[] } | undefined): unknown[] | undefined {
  return load?.messages.map(({ value }) => value);
}

describe('Messages that wait', () => {
  it('go together as far as one send holds them, first come first served', () => {
    const waiting = new Waiting({ messages: 3, bytes: 100 });
    void waiting.add(messages(['a', 'b']));
    void waiting.add(messages(['c', 'd']));
    expect(valuesOf(waiting.take())).toEqual(['a', 'b', 'c']);
    expect(valuesOf(waiting.take())).toEqual(['d']);
    expect(waiting.take()).toBeUndefined();
  });

  it('are counted by their bytes too, and one that is larger goes alone', () => {
    const waiting = new Waiting({ messages: 10, bytes: 100 });
    void waiting.add([
      ...messages(['a'], 60),
      ...messages(['b'], 60),
      ...messages(['huge'], 500),
      ...messages(['c']),
    ]);
    expect([1, 2, 3, 4].map(() => valuesOf(waiting.take()))).toEqual([['a'], ['b'], ['huge'], ['c']]);
  });

  it('are published when all parts of a call are', async () => {
    const waiting = new Waiting({ messages: 2, bytes: 100 });
    let published = false;
    const call = waiting.add(messages(['a', 'b', 'c'])).then(() => (published = true));
    waiting.take()?.succeed();
    await new Promise((resolve) => setImmediate(resolve));
    expect(published).toBe(false);
    waiting.take()?.succeed();
    await call;
  });

  it('fail with the send of any part; the rest of the call is not sent, other calls are', async () => {
    const waiting = new Waiting({ messages: 2, bytes: 100 });
    const failing = waiting.add(messages(['a', 'b', 'c', 'd', 'e']));
    const other = waiting.add(messages(['x']));
    waiting.take()?.succeed();
    waiting.take()?.fail(new Error('unknown whether written'));
    await expect(failing).rejects.toThrow('unknown whether written');
    const load = waiting.take();
    expect(valuesOf(load)).toEqual(['x']);
    load?.succeed();
    await expect(other).resolves.toBeUndefined();
  });

  it('all go, once, in order and within the limit, however they come', () => {
    const calls = fc.array(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(calls, fc.integer({ min: 1, max: 10 }), (sizes, most) => {
        const waiting = new Waiting({ messages: most, bytes: 60 });
        const sent: unknown[] = [];
        const all = sizes.flatMap((call, number) => call.map((_, at) => `${number}.${at}`));
        sizes.forEach((call, number) => {
          void waiting.add(call.map((bytes, at) => ({ message: { value: `${number}.${at}` }, bytes })));
        });
        for (let load = waiting.take(); load; load = waiting.take()) {
          expect(load.messages.length).toBeLessThanOrEqual(most);
          sent.push(...load.messages.map(({ value }) => value));
        }
        expect(sent).toEqual(all);
      }),
    );
  });
});
