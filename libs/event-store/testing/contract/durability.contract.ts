import { collect } from '../collect.js';
import { newEvent, newEvents, uniqueName } from '../new-events.js';
import { subscriber } from '../subscriber.js';
import type { OpenedEventStore } from './event-store-contract.js';

export function durabilityContract(open: () => Promise<OpenedEventStore>): void {
  describe('opened anew', () => {
    let opened: OpenedEventStore;

    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    const reopen = async () => (opened.reopen === undefined ? opened.store : opened.reopen());

    it('has all that was acknowledged, and goes on behind it', async () => {
      const stream = uniqueName('stream-');
      const events = newEvents(3);
      await opened.store.append(stream, events, { expectedRevision: 'no-stream' });
      const before = await collect(opened.store.read(stream));

      const store = await reopen();

      expect(await collect(store.read(stream))).toEqual(before);
      await expect(store.append(stream, [newEvent()], { expectedRevision: 1 })).rejects.toMatchObject({
        code: 'revision-conflict',
        actual: 2,
      });
      await expect(store.append(stream, [newEvent()], { expectedRevision: 2 })).resolves.toEqual({
        revision: 3,
      });
    });

    it('recognises the repeat of an append whose reply was lost', async () => {
      const stream = uniqueName('stream-');
      const events = newEvents(2);
      await opened.store.append(stream, events, { expectedRevision: 'no-stream' });

      const store = await reopen();

      await expect(store.append(stream, events, { expectedRevision: 'no-stream' })).resolves.toEqual({
        revision: 1,
      });
      expect(await collect(store.read(stream))).toHaveLength(2);
    });

    it('goes on behind a position of before', async () => {
      const stream = uniqueName('stream-');
      await opened.store.append(stream, newEvents(3), { expectedRevision: 'no-stream' });
      const [, second] = await collect(opened.store.read(stream));

      const store = await reopen();

      const received = subscriber(store, { prefixes: [stream], after: second?.position ?? '' });
      await received.untilEvents(1);
      await store.append(stream, [newEvent()], { expectedRevision: 2 });
      const events = await received.untilEvents(2);
      await received.stop();
      expect(events.map(({ revision }) => revision)).toEqual([2, 3]);
    });

    it('can be closed twice', async () => {
      await opened.store.close();
      await expect(opened.store.close()).resolves.toBeUndefined();
    });
  });
}
