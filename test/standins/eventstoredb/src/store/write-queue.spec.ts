import type { LogWrite } from '../log/domain/log-line.js';
import type { LogStorage } from '../log/log-file.js';
import { rejectionOf } from '../../testing/wire.js';
import { WriteQueue } from './write-queue.js';

/** Storage that keeps when it is told to. */
class HeldStorage implements LogStorage {
  readonly groups: (readonly LogWrite[])[] = [];
  private readonly held: PromiseWithResolvers<void>[] = [];

  keep(writes: readonly LogWrite[]): Promise<void> {
    this.groups.push(writes);
    const waiting = Promise.withResolvers<void>();
    this.held.push(waiting);
    return waiting.promise;
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }

  release(): void {
    this.held.shift()?.resolve();
  }

  fail(reason: Error): void {
    this.held.shift()?.reject(reason);
  }
}

const write = (position: number): LogWrite => ({
  position,
  stream: 's',
  firstRevision: 0,
  createdMs: 0,
  events: [],
});

/** Lets everything happen that needs no more than promises. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the queue of writes', () => {
  let storage: HeldStorage;
  let kept: number;
  let queue: WriteQueue;
  beforeEach(() => {
    storage = new HeldStorage();
    kept = 0;
    queue = new WriteQueue(storage, () => (kept += 1));
  });

  const run = (position: number): Promise<number> =>
    queue.run(() => ({ writes: [write(position)], outcome: position }));

  it('answers nothing before it is kept', async () => {
    let answer = 0;
    const running = run(7).then((outcome) => (answer = outcome));
    await settle();
    expect([answer, kept]).toEqual([0, 0]);
    storage.release();
    await running;
    expect([answer, kept]).toEqual([7, 1]);
  });

  it('keeps together what waits at the same time, in its order', async () => {
    const first = run(1);
    await settle();
    const rest = [run(2), run(3), run(4)];
    storage.release();
    await first;
    await settle();
    storage.release();
    expect(await Promise.all(rest)).toEqual([2, 3, 4]);
    expect(storage.groups.map((group) => group.map(({ position }) => position))).toEqual([[1], [2, 3, 4]]);
  });

  it('decides one after the other, each seeing what the ones before it did', async () => {
    const seen: number[] = [];
    const append = (): Promise<number> =>
      queue.run(() => ({ writes: [write(seen.push(seen.length))], outcome: seen.length }));
    const outcomes = Promise.all([append(), append(), append()]);
    await settle();
    storage.release();
    expect(await outcomes).toEqual([1, 2, 3]);
  });

  it('keeps nothing for a request that writes nothing, and answers it behind those before it', async () => {
    const order: string[] = [];
    const writing = run(1).then(() => order.push('write'));
    await settle();
    const asking = queue.run(() => ({ writes: [], outcome: 'same' })).then(() => order.push('question'));
    await settle();
    expect(order).toEqual([]);
    storage.release();
    await Promise.all([writing, asking]);
    expect(order).toEqual(['write', 'question']);
    expect(storage.groups).toHaveLength(1);
  });

  it('passes on what a decision throws, and works on', async () => {
    const broken = queue.run<number>(() => {
      throw new Error('no decision');
    });
    expect(await rejectionOf(broken)).toEqual(new Error('no decision'));
    const next = run(2);
    await settle();
    storage.release();
    expect(await next).toBe(2);
  });

  it('accepts nothing more once keeping failed, since what was decided may not be kept', async () => {
    const full = new Error('no space left');
    const failing = rejectionOf(run(1));
    await settle();
    storage.fail(full);
    expect(await failing).toBe(full);
    expect(await rejectionOf(run(2))).toBe(full);
    expect(storage.groups).toHaveLength(1);
    expect(kept).toBe(0);
  });

  it('is idle when all is answered', async () => {
    let idle = false;
    const running = run(1);
    const waiting = queue.idle().then(() => (idle = true));
    await settle();
    expect(idle).toBe(false);
    storage.release();
    await Promise.all([running, waiting]);
    expect(idle).toBe(true);
  });
});
