import { recordedEvent } from '../../../testing/an-event.js';
import { readableEvents } from './readable-range.js';

const NOW = 100_000;
const events = [0, 1, 2, 3].map((revision) =>
  recordedEvent({ revision, createdMs: 96_000 + revision * 1_000 }),
);
const revisions = (found: ReturnType<typeof readableEvents>) => found?.map(({ revision }) => revision);

describe('what may be read of a stream', () => {
  it.each([
    [{}, [0, 1, 2, 3]],
    [{ maxCount: 2 }, [2, 3]],
    [{ maxCount: 9 }, [0, 1, 2, 3]],
    [{ truncateBefore: 1 }, [1, 2, 3]],
    [{ truncateBefore: 9 }, []],
    [{ truncateBefore: 3, maxCount: 2 }, [3]],
    [{ maxAge: 2 }, [2, 3]],
    [{ maxAge: 2, maxCount: 1 }, [3]],
  ])('with %j', (metadata, expected) => {
    expect(revisions(readableEvents(events, metadata, NOW))).toEqual(expected);
  });

  it('is not even that it exists, when it never had an event or is deleted', () => {
    expect(readableEvents([], {}, NOW)).toBeUndefined();
    expect(readableEvents(events, { truncateBefore: 2 ** 63 }, NOW)).toBeUndefined();
  });
});
