import type { SubscriptionMessage } from '../../port.js';
import { newEvent, newEvents, uniqueName } from '../new-events.js';
import { subscriber, type Subscriber } from '../subscriber.js';
import type { Engine } from './event-store-contract.js';

export function subscribeContract(engine: Engine): void {
  const subscribers: Subscriber[] = [];
  const subscribe = (prefixes: readonly string[], after?: string): Subscriber => {
    const started = subscriber(engine(), { prefixes, ...(after === undefined ? {} : { after }) });
    subscribers.push(started);
    return started;
  };
  const begin = async (stream: string, events = newEvents(1)): Promise<string[]> => {
    await engine().append(stream, events, { expectedRevision: 'no-stream' });
    return events.map(({ id }) => id);
  };
  const ids = (received: Subscriber) => received.events().map(({ id }) => id);
  const settled = async (received: Subscriber, prefix: string): Promise<void> => {
    const last = newEvent('the last one');
    await begin(`${prefix}last`, [last]);
    await received.until(() => ids(received).includes(last.id));
  };

  describe('subscribing', () => {
    afterEach(() => Promise.all(subscribers.splice(0).map((started) => started.stop())));

    it('delivers what is there, says that it has caught up, then delivers what comes', async () => {
      const prefix = uniqueName('p');
      const before = await begin(`${prefix}-1`, newEvents(3));
      const received = subscribe([prefix]);
      await received.untilCaughtUp();
      expect(ids(received)).toEqual(before);

      const after = await begin(`${prefix}-2`, newEvents(2));

      await received.untilEvents(5);
      expect(ids(received)).toEqual([...before, ...after]);
    });

    it('says that it has caught up when there is nothing', async () => {
      const received = subscribe([uniqueName('p')]);

      await received.untilCaughtUp();
      expect(received.events()).toEqual([]);
    });

    it('delivers events whole, as a read gives them', async () => {
      const prefix = uniqueName('p');
      const event = newEvent('☃ "quoted"');
      await begin(`${prefix}-1`, [event]);
      const [delivered] = await subscribe([prefix]).untilEvents(1);

      expect(delivered).toMatchObject({ ...event, stream: `${prefix}-1`, revision: 0 });
      for await (const read of engine().read(`${prefix}-1`)) {
        expect(delivered).toEqual(read);
      }
    });

    it('keeps the order of the appends over all streams', async () => {
      const prefix = uniqueName('p');
      const expected: string[] = [];
      for (let round = 0; round < 20; round += 1) {
        for (const stream of ['a', 'b', 'c']) {
          const event = newEvent();
          expected.push(event.id);
          await engine().append(`${prefix}-${stream}`, [event], {
            expectedRevision: round === 0 ? 'no-stream' : round - 1,
          });
        }
      }

      const received = subscribe([prefix]);
      await received.untilEvents(60);
      expect(ids(received)).toEqual(expected);
    });

    it('delivers each event once and in order while others append', async () => {
      const prefix = uniqueName('p');
      const write = async (stream: string): Promise<void> => {
        for (let revision = -1; revision < 19; revision += 1) {
          await engine().append(stream, [newEvent()], {
            expectedRevision: revision < 0 ? 'no-stream' : revision,
          });
        }
      };
      const streams = Array.from({ length: 5 }, (_, index) => `${prefix}-${index}`);
      const early = subscribe([prefix]);
      const writing = Promise.all(streams.map(write));
      const late = subscribe([prefix]);
      await writing;

      for (const received of [early, late]) {
        await received.untilEvents(100);
        expect(new Set(ids(received)).size).toBe(100);
        for (const stream of streams) {
          expect(
            received
              .events()
              .filter((event) => event.stream === stream)
              .map(({ revision }) => revision),
          ).toEqual(Array.from({ length: 20 }, (_, revision) => revision));
        }
      }
      expect(ids(late)).toEqual(ids(early));
    });

    it('begins just behind a position', async () => {
      const prefix = uniqueName('p');
      const all = await begin(`${prefix}-1`, newEvents(6));
      const events = await subscribe([prefix]).untilEvents(6);

      for (const [index, { position }] of events.entries()) {
        const received = subscribe([prefix], position);
        await received.untilCaughtUp();
        expect(ids(received)).toEqual(all.slice(index + 1));
      }
    });

    it('begins behind a position that a read gave', async () => {
      const prefix = uniqueName('p');
      await begin(`${prefix}-1`);
      const later = await begin(`${prefix}-2`);
      let position = '';
      for await (const event of engine().read(`${prefix}-1`)) {
        ({ position } = event);
      }

      const received = subscribe([prefix], position);
      await received.untilEvents(1);
      expect(ids(received)).toEqual(later);
    });

    it('takes several prefixes and leaves out the rest', async () => {
      const root = uniqueName('p');
      const one = await begin(`${root}one-1`);
      await begin(`${root}two-1`);
      const three = await begin(`${root}three-1`);

      const received = subscribe([`${root}one-`, `${root}three-`]);
      await received.untilCaughtUp();
      expect(ids(received)).toEqual([...one, ...three]);
    });

    it.each([
      ['wild cards', 'a_b%c-', 'axbxxc-'],
      ['capitals', 'Projects-', 'projects-'],
      ['the middle of a name', 'roject-', 'project-'],
      ['dots', 'a.b-', 'axb-'],
      ['letters beyond ASCII', 'größe-', 'grösse-'],
    ])('takes a prefix literally: %s', async (_, wanted, unwanted) => {
      const root = uniqueName('p');
      const received = subscribe([`${root}${wanted}`]);
      await begin(`${root}${unwanted}1`);
      const expected = await begin(`${root}${wanted}1`);

      await received.untilEvents(1);
      await settled(received, `${root}${wanted}`);
      expect(ids(received).slice(0, -1)).toEqual(expected);
    });

    it('tells a position now and then while it filters everything out, and one can begin behind it', async () => {
      const prefix = uniqueName('p');
      const received = subscribe([prefix]);
      await received.untilCaughtUp();
      const noise = uniqueName('noise-');
      const checkpoints = () =>
        received.messages.filter(
          (message): message is Extract<SubscriptionMessage, { kind: 'checkpoint' }> =>
            message.kind === 'checkpoint',
        );
      const before = checkpoints().length;
      let written = 0;
      while (checkpoints().length === before && written < 20_000) {
        await engine().append(noise, newEvents(250), {
          expectedRevision: written === 0 ? 'no-stream' : written - 1,
        });
        written += 250;
      }
      expect(checkpoints().length).toBeGreaterThan(before);
      expect(received.events()).toEqual([]);

      const wanted = await begin(`${prefix}-1`);
      const resumed = subscribe([prefix], checkpoints().at(-1)?.position);
      await resumed.untilEvents(1);
      expect(ids(resumed)).toEqual(wanted);
    });

    it('delivers a backlog larger than a page, in order, to a receiver that is slow', async () => {
      const stream = uniqueName('p');
      for (let start = 0; start < 1_500; start += 250) {
        await engine().append(stream, newEvents(250), {
          expectedRevision: start === 0 ? 'no-stream' : start - 1,
        });
      }
      const controller = new AbortController();
      const revisions: number[] = [];
      for await (const message of engine().subscribe({ prefixes: [stream], signal: controller.signal })) {
        if (message.kind === 'event') {
          revisions.push(message.event.revision);
          if (revisions.length % 100 === 0) {
            await new Promise((resolve) => setImmediate(resolve));
          }
        }
        if (message.kind === 'caught-up') {
          controller.abort();
        }
      }
      expect(revisions).toEqual(Array.from({ length: 1_500 }, (_, revision) => revision));
    });

    it('ends without an error when it is aborted, while it waits and before it began', async () => {
      const received = subscribe([uniqueName('p')]);
      await received.untilCaughtUp();
      await expect(received.stop()).resolves.toBeUndefined();

      const controller = new AbortController();
      controller.abort();
      for await (const message of engine().subscribe({ prefixes: ['x'], signal: controller.signal })) {
        throw new Error(`Unexpected ${message.kind}.`);
      }
    });

    it('delivers nothing once it is aborted', async () => {
      const stream = uniqueName('p');
      await begin(stream, newEvents(20));
      const controller = new AbortController();
      let received = 0;
      for await (const message of engine().subscribe({ prefixes: [stream], signal: controller.signal })) {
        received += message.kind === 'event' ? 1 : 0;
        if (received === 5) {
          controller.abort();
        }
      }
      expect(received).toBe(5);
    });
  });
}
