import { EventEmitter } from 'node:events';
import { stopWhenTold } from './stop-when-told.js';

interface Ending {
  readonly told: EventEmitter;
  readonly closed: () => number;
  readonly exitCode: Promise<number>;
}

function ending(close: () => Promise<void>): Ending {
  const told = new EventEmitter();
  const { promise, resolve } = Promise.withResolvers<number>();
  let closed = 0;
  const counted = (): Promise<void> => {
    closed += 1;
    return close();
  };
  stopWhenTold(told, { url: 'http://127.0.0.1:1', close: counted }, resolve);
  return { told, closed: () => closed, exitCode: promise };
}

describe('a stand-in that is told to stop', () => {
  it.each(['SIGTERM', 'SIGINT', 'disconnect'])('by %s is closed before the process ends', async (tell) => {
    const { told, closed, exitCode } = ending(() => Promise.resolve());
    expect(closed()).toBe(0);
    told.emit(tell);
    expect(await exitCode).toBe(0);
    expect(closed()).toBe(1);
  });

  it('more than once is closed once', async () => {
    const { told, closed, exitCode } = ending(() => new Promise((resolve) => setTimeout(resolve, 10)));
    told.emit('SIGINT');
    told.emit('SIGINT');
    told.emit('disconnect');
    await exitCode;
    expect(closed()).toBe(1);
  });

  it('says by its exit code when it could not be closed', async () => {
    const { told, exitCode } = ending(() => Promise.reject(new Error('busy')));
    told.emit('SIGTERM');
    expect(await exitCode).toBe(1);
  });
});
