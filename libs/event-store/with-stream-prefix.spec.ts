import { randomUUID } from 'node:crypto';
import type { EventStore } from './port.js';
import { collect } from './testing/collect.js';
import { temporaryEventStore, type TemporaryEventStore } from './testing/temporary-event-store.js';
import { withStreamPrefix } from './with-stream-prefix.js';

let temporary: TemporaryEventStore;
beforeEach(async () => {
  temporary = await temporaryEventStore();
});
afterEach(() => temporary.close());

const store = (): EventStore => temporary.store;
const a = (): EventStore => withStreamPrefix(store(), 'a.');
const b = (): EventStore => withStreamPrefix(store(), 'b.');

function append(to: EventStore, stream: string): Promise<{ readonly revision: number }> {
  const event = { id: randomUUID(), type: 'Noted', data: { stream } };
  return to.append(stream, [event], { expectedRevision: 'no-stream' });
}

/** Names of the streams whose events a subscription delivers until it has caught up. */
async function followed(of: EventStore, prefixes: readonly string[]): Promise<string[]> {
  const streams: string[] = [];
  const stop = new AbortController();
  for await (const message of of.subscribe({ prefixes, signal: stop.signal })) {
    if (message.kind === 'event') streams.push(message.event.stream);
    if (message.kind === 'caught-up') stop.abort();
  }
  return streams;
}

describe('a store with a prefix for its streams', () => {
  it('keeps installations apart that share an engine', async () => {
    await append(a(), 'projects-acme');
    await append(b(), 'projects-acme');
    expect(await collect(a().read('projects-acme'))).toMatchObject([
      { stream: 'projects-acme', revision: 0 },
    ]);
    expect(await followed(a(), ['projects-'])).toEqual(['projects-acme']);
    expect(await followed(store(), ['a.', 'b.'])).toEqual(['a.projects-acme', 'b.projects-acme']);
  });

  it('reads from a revision, and tells of conflicts', async () => {
    await append(a(), 'deploys-acme');
    expect(await collect(a().read('deploys-acme', { from: 1 }))).toEqual([]);
    await expect(append(a(), 'deploys-acme')).rejects.toMatchObject({ code: 'revision-conflict' });
  });

  it('is the store itself when there is none', () => {
    expect(withStreamPrefix(store(), '')).toBe(store());
  });
});
