import { collect } from '../collect.js';
import { newEvent, newEvents, uniqueName } from '../new-events.js';
import { subscriber } from '../subscriber.js';
import type { Engine } from './event-store-contract.js';

export function provisionContract(engine: Engine): void {
  describe('provisioning', () => {
    it('can be repeated, also by several at once', async () => {
      await engine().provision();
      await expect(Promise.all([engine().provision(), engine().provision()])).resolves.toHaveLength(2);
    });

    it('leaves streams as they were, to be appended to, read and followed', async () => {
      const stream = uniqueName('stream-');
      const events = newEvents(2);
      await engine().append(stream, events, { expectedRevision: 'no-stream' });

      await engine().provision();
      const later = newEvent();
      await expect(engine().append(stream, [later], { expectedRevision: 1 })).resolves.toEqual({
        revision: 2,
      });

      const all = [...events, later].map(({ id }) => id);
      expect((await collect(engine().read(stream))).map(({ id }) => id)).toEqual(all);
      const received = subscriber(engine(), { prefixes: [stream] });
      await received.untilEvents(3);
      await received.stop();
      expect(received.events().map(({ id }) => id)).toEqual(all);
    });
  });
}
