import { EventEmitter } from 'node:events';
import { toldToEnd } from './told-to-end.js';

describe('being told to end', () => {
  it.each(['SIGINT', 'SIGTERM'])('happens by %s', async (signal) => {
    const signals = new EventEmitter();
    const telling = toldToEnd(signals);
    expect(telling.isTold).toBe(false);
    signals.emit(signal);
    expect(telling.isTold).toBe(true);
    await telling.told;
  });

  it('may happen often', () => {
    const signals = new EventEmitter();
    toldToEnd(signals);
    signals.emit('SIGINT');
    expect(signals.emit('SIGINT')).toBe(true);
  });
});
