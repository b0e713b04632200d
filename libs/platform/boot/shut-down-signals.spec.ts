import { FakeProcess } from '../testing/fake-process.js';
import { firstSignal } from './shut-down-signals.js';

describe('a signal', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s asks the process to end', async (signal) => {
    const process = new FakeProcess();
    const first = firstSignal(process);
    process.emit(signal, signal);
    expect(await first).toBe(signal);
    expect(process.exits).toEqual([]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('that comes again as %s ends it at once', async (signal, code) => {
    let now = 0;
    const process = new FakeProcess();
    const first = firstSignal(process, () => now);
    process.emit('SIGTERM', 'SIGTERM');
    await first;
    now = 500;
    process.emit(signal, signal);
    expect(process.exits).toEqual([code]);
  });

  it('that comes twice at once is one: the terminal sends it, and whoever started the process passes it on', async () => {
    let now = 0;
    const process = new FakeProcess();
    const first = firstSignal(process, () => now);
    process.emit('SIGINT', 'SIGINT');
    now = 499;
    process.emit('SIGINT', 'SIGINT');
    expect(await first).toBe('SIGINT');
    expect(process.exits).toEqual([]);
  });
});
