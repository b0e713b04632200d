import { HandOver } from './hand-over.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Handing over', () => {
  it('lets whoever gives wait until it is taken', async () => {
    const handOver = new HandOver<string>();
    let taken = false;
    const given = handOver.give('a', new AbortController().signal).then(() => (taken = true));
    await turn();
    expect(taken).toBe(false);
    expect(handOver.take()).toBe('a');
    await given;
    expect(handOver.take()).toBeUndefined();
  });

  it('tells whoever waits that there is something', async () => {
    const handOver = new HandOver<string>();
    const news = handOver.news();
    const given = handOver.give('a', new AbortController().signal);
    await news;
    await handOver.news();
    expect(handOver.take()).toBe('a');
    await given;
  });

  it('takes back what nobody has taken when it is to come again', async () => {
    const handOver = new HandOver<string>();
    const term = new AbortController();
    const given = handOver.give('a', term.signal);
    term.abort(new Error('The partitions are shared anew.'));
    await expect(given).rejects.toThrow('shared anew');
    expect(handOver.take()).toBeUndefined();
    await expect(handOver.give('b', term.signal)).rejects.toThrow('shared anew');
    expect(handOver.take()).toBeUndefined();
  });

  it('does not mind a term that ends after it was taken', async () => {
    const handOver = new HandOver<string>();
    const term = new AbortController();
    const given = handOver.give('a', term.signal);
    handOver.take();
    term.abort(new Error('The partitions are shared anew.'));
    await expect(given).resolves.toBeUndefined();
  });
});
