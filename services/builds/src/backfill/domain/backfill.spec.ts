import fc from 'fast-check';
import {
  begun,
  ended,
  isOver,
  listedIn,
  nextPipeline,
  notShown,
  pageRead,
  pipelineRead,
  pipelineRefused,
  refusedBy,
  reopened,
  requested,
  type Backfill,
} from './backfill.js';
import { refusals } from './refusals.js';

const noon = new Date('2026-11-23T12:00:00.000Z');
const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const day = 24 * 3_600_000;
const cause = {
  organization: 'acme',
  connection: 'connection',
  repository: 'github.com/acme/shop',
  cause: 'acme/shop-web 0',
};
const waiting = requested(cause, noon);
const running = begun(waiting, noon, 30 * day);
const shop = { id: 'pipeline-shop', slug: 'shop' };
const nightly = { id: 'pipeline-nightly', slug: 'nightly' };
const listed = listedIn(running, 'acme-inc', [shop, nightly]);
const reading = (backfill: Backfill | undefined, pipeline = shop.id) =>
  backfill?.pipelines.find(({ id }) => id === pipeline);
const build = (id: string, createdAt: string) => ({ id, createdAt });

describe('a backfill', () => {
  it('waits to be begun', () => {
    expect(waiting).toMatchObject({
      id: 'connection/github.com/acme/shop',
      state: 'waiting',
      dueAt: noon.toISOString(),
      startedAt: null,
      found: 0,
      revision: 0,
    });
  });

  it('reads what was created in the time before it was begun', () => {
    expect(running).toMatchObject({
      state: 'running',
      startedAt: noon.toISOString(),
      window: { from: '2026-10-24T12:00:00.000Z', to: '2026-11-23T12:00:00.000Z' },
      revision: 1,
    });
  });

  it('goes on as it was when it is under way', () => {
    expect(begun(listed, later(60), 30 * day)).toBe(listed);
  });

  it('is under way in a Buildkite organization until all pipelines there have been read', () => {
    expect(isOver(running, 'acme-inc')).toBe(false);
    expect(isOver(listed, 'acme-inc')).toBe(false);
    const one = pipelineRead(listed, shop.id);
    expect(isOver(one, 'acme-inc')).toBe(false);
    const both = pipelineRead(one, nightly.id);
    expect(isOver(both, 'acme-inc')).toBe(true);
    expect(isOver(both, 'acme-labs')).toBe(false);
    expect(isOver(listedIn(both, 'acme-labs', []), 'acme-labs')).toBe(true);
  });

  it('is done at its end', () => {
    expect(ended(listed, later(5))).toMatchObject({
      state: 'done',
      dueAt: null,
      finishedAt: later(5).toISOString(),
    });
  });

  it('counts its steps, so that nobody who was left behind goes on with it', () => {
    const steps = [
      waiting,
      running,
      listed,
      pageRead(listed, shop.id, [], noon),
      pipelineRead(listed, shop.id),
      notShown(listed, shop.id, []),
      pipelineRefused(listed, shop.id),
      refusedBy(listed, 'acme-labs'),
      ended(listed, noon),
    ];
    expect(steps.map((step) => step?.revision)).toEqual([0, 1, 2, 3, 3, 3, 3, 3, 3]);
  });
});

describe('a page', () => {
  const at = (second: number) => new Date(noon.getTime() - second * 1_000).toISOString();
  const read = pageRead(
    listed,
    shop.id,
    [build('c', at(10)), build('b', at(20)), build('a', at(30))],
    later(1),
  );

  it('moves the place where a list goes on to just above its oldest build', () => {
    expect(reading(read)).toMatchObject({
      createdTo: '2026-11-23T11:59:30.001Z',
      edge: ['a'],
      builds: 3,
      isRead: false,
    });
    expect(reading(read, nightly.id)).toBe(reading(listed, nightly.id));
    expect(read).toMatchObject({ pages: 1, found: 3, readAt: later(1).toISOString() });
  });

  it('leaves that place when it shows nothing of the repository', () => {
    const empty = pageRead(read, shop.id, [], later(2));
    expect(reading(empty)).toEqual(reading(read));
    expect(empty).toMatchObject({ pages: 2, found: 3 });
  });

  it('counts a build once that is shown again where a list went on', () => {
    const again = pageRead(read, shop.id, [build('a', at(30)), build('0', at(40))], later(2));
    expect(again.found).toBe(4);
    expect(reading(again)).toMatchObject({ builds: 4, edge: ['0'] });
  });

  it('leads to every build once, wherever the reading is broken off', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 60 }),
        fc.infiniteStream(fc.boolean()),
        (seconds, breaksOff) => {
          const builds = seconds.map((second, index) => build(`${index}`, at(second)));
          const inOrder = builds.toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
          // As many as there may be at one instant, and one more.
          const atOneInstant = [...Map.groupBy(seconds, (second) => second).values()];
          const perPage = 1 + Math.max(0, ...atOneInstant.map((together) => together.length));
          const seen = new Set<string>();
          let backfill = listed;
          for (let rest = inOrder; rest.length > 0;) {
            const page = rest.slice(0, perPage);
            rest = rest.slice(perPage);
            for (const { id } of page) seen.add(id);
            backfill = pageRead(backfill, shop.id, page, noon);
            const createdTo = reading(backfill)?.createdTo ?? '';
            if (rest.length > 0 && breaksOff.next().value)
              rest = inOrder.filter(({ createdAt }) => createdAt < createdTo);
          }
          expect(seen.size).toBe(builds.length);
          expect(backfill.found).toBe(builds.length);
        },
      ),
    );
  });
});

describe('a pipeline that is not shown', () => {
  const read = pageRead(listed, shop.id, [build('a', '2026-11-23T11:00:00.000Z')], noon);

  it('goes on under its new name', () => {
    const found = notShown(read, shop.id, [{ id: shop.id, slug: 'store' }, nightly]);
    expect(reading(found)).toEqual({ ...reading(read), slug: 'store' });
  });

  it('is passed over when it is gone', () => {
    const passed = notShown(read, shop.id, [nightly]);
    expect([reading(passed)?.isRead, reading(passed, nightly.id)?.isRead]).toEqual([true, false]);
  });

  it('is not passed over when it is still listed under the name that leads nowhere', () => {
    expect(notShown(read, shop.id, [shop, nightly])).toBeUndefined();
  });
});

describe('a Buildkite organization that refuses', () => {
  const read = pipelineRead(listedIn(running, 'acme-inc', [shop]), shop.id);
  const refused = refusedBy(listedIn(read, 'acme-labs', [nightly]), 'acme-labs');

  it('is asked again an hour later, with a window up to then, and the others are not', () => {
    const pause = ended(refused, later(1));
    expect(pause).toMatchObject({ state: 'waiting', dueAt: later(61).toISOString(), finishedAt: null });
    const again = begun(pause, later(61), 30 * day);
    expect(again).toMatchObject({ listed: ['acme-inc'], refused: [], startedAt: noon.toISOString() });
    expect(again.window?.to).toBe(later(61).toISOString());
    expect(again.pipelines).toEqual(read.pipelines);
    expect(reading(listedIn(again, 'acme-labs', [nightly]), nightly.id)?.createdTo).toBe(
      later(61).toISOString(),
    );
  });

  it('is asked again once a day after a day', () => {
    const aDay = 24 * 60;
    expect(ended(refused, later(aDay - 1)).dueAt).toBe(later(aDay + 59).toISOString());
    expect(ended(refused, later(aDay))).toMatchObject({
      state: 'waiting',
      dueAt: later(2 * aDay).toISOString(),
    });
  });
});

describe('a token that reaches other Buildkite organizations', () => {
  const read = pipelineRead(listedIn(running, 'acme-inc', [shop]), shop.id);
  const done = ended(read, later(1));
  const both = ['acme-inc', 'acme-labs'];

  it('has what is done taken up again, for them alone', () => {
    const again = reopened(done, both, later(60));
    expect(again).toMatchObject({ state: 'waiting', dueAt: later(60).toISOString(), finishedAt: null });
    expect(isOver(begun(again ?? done, later(60), 30 * day), 'acme-inc')).toBe(true);
  });

  it('has whoever is at it begin again', () => {
    const refused = refusedBy(read, 'acme-labs');
    expect(reopened(refused, both, later(60))).toEqual({
      ...read,
      refused: [],
      revision: refused.revision + 1,
    });
  });

  it('is not waited for by what waits until Buildkite refuses no longer', () => {
    const pause = ended(refusedBy(read, 'acme-labs'), later(1));
    expect(reopened(pause, both, later(30))).toMatchObject({
      state: 'waiting',
      dueAt: later(30).toISOString(),
    });
  });

  it('changes nothing when there is nothing new', () => {
    expect(reopened(done, ['acme-inc'], later(60))).toBeUndefined();
  });
});

describe('a pipeline that is refused', () => {
  const read = pageRead(listed, shop.id, [build('a', '2026-11-23T11:00:00.000Z')], noon);
  const refused = pipelineRefused(read, shop.id);
  const pause = ended(pipelineRead(refused, nightly.id), later(1));

  it('keeps no other one waiting', () => {
    expect(nextPipeline(refused, 'acme-inc')?.id).toBe(nightly.id);
    const both = pipelineRefused(refused, nightly.id);
    expect(nextPipeline(both, 'acme-inc')).toBeUndefined();
    expect([isOver(refused, 'acme-inc'), isOver(both, 'acme-inc')]).toEqual([false, true]);
  });

  it('is asked again an hour later, from the beginning, and the others are not', () => {
    expect(pause).toMatchObject({ state: 'waiting', dueAt: later(61).toISOString(), found: 1 });
    const again = begun(pause, later(61), 30 * day);
    expect(again).toMatchObject({ listed: ['acme-inc'], found: 0 });
    expect(reading(again)).toEqual({
      ...reading(listed),
      createdTo: later(61).toISOString(),
    });
    expect(reading(again, nightly.id)).toEqual(reading(pause, nightly.id));
    expect(nextPipeline(again, 'acme-inc')?.id).toBe(shop.id);
  });

  it('leaves a backfill done once it has been read', () => {
    expect(ended(pipelineRead(begun(pause, later(61), 30 * day), shop.id), later(62)).state).toBe('done');
  });

  it('stays known while it is asked again', () => {
    const end = ended(refused, later(24 * 60));
    expect(end.state).toBe('waiting');
    expect(refusals(end)).toEqual([{ buildkiteOrganization: 'acme-inc', pipeline: 'shop' }]);
  });
});

describe('what was refused', () => {
  it('are Buildkite organizations and pipelines of others', () => {
    const some = refusedBy(pipelineRefused(listed, nightly.id), 'acme-labs');
    expect(refusals(some)).toEqual([
      { buildkiteOrganization: 'acme-labs', pipeline: null },
      { buildkiteOrganization: 'acme-inc', pipeline: 'nightly' },
    ]);
    expect(refusals(listed)).toEqual([]);
  });
});
