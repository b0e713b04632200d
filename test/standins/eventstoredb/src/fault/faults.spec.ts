import { Pulse } from '../store/pulse.js';
import { Faults } from './faults.js';

describe('faults', () => {
  let faults: Faults;
  let wake: Pulse;
  beforeEach(() => {
    wake = new Pulse();
    faults = new Faults(wake);
  });

  it('happen until they are taken back', () => {
    const { id } = faults.add({ kind: 'deny-features' });
    for (let time = 0; time < 5; time += 1) expect(faults.take(['deny-features'], '')).toBeDefined();
    faults.remove(id);
    expect(faults.take(['deny-features'], '')).toBeUndefined();
  });

  it('happen as often as they were asked for', () => {
    faults.add({ kind: 'end-subscription' }, { times: 2 });
    expect(faults.list).toEqual([{ id: 1, fault: { kind: 'end-subscription' }, times: 2 }]);
    expect(faults.take(['end-subscription'], '$all')).toBeDefined();
    expect(faults.list[0]?.times).toBe(1);
    expect(faults.take(['end-subscription'], '$all')).toBeDefined();
    expect(faults.take(['end-subscription'], '$all')).toBeUndefined();
    expect(faults.list).toEqual([]);
  });

  it('concern the streams whose names begin so, and calls of their kind', () => {
    faults.add({ kind: 'silent', written: true }, { stream: 'orders-' });
    expect(faults.take(['silent', 'cut'], 'parcels-1')).toBeUndefined();
    expect(faults.take(['cut'], 'orders-1')).toBeUndefined();
    expect(faults.take(['silent', 'cut'], 'orders-1')).toEqual({ kind: 'silent', written: true });
  });

  it('happen in the order in which they were asked for', () => {
    faults.add({ kind: 'cut', written: false }, { times: 1 });
    faults.add({ kind: 'unavailable', written: true });
    expect(faults.take(['cut', 'unavailable'], 's')?.kind).toBe('cut');
    expect(faults.take(['cut', 'unavailable'], 's')?.kind).toBe('unavailable');
  });

  it('are taken back one by one or all at once', () => {
    faults.add({ kind: 'slow', delayMs: 1 });
    const second = faults.add({ kind: 'slow', delayMs: 2 });
    faults.add({ kind: 'slow', delayMs: 3 });
    faults.remove(second.id);
    expect(faults.list.map(({ id }) => id)).toEqual([1, 3]);
    faults.remove();
    expect(faults.list).toEqual([]);
  });

  it('wake those whom they may concern', async () => {
    const woken = wake.next();
    faults.add({ kind: 'end-subscription' });
    await expect(woken).resolves.toBeUndefined();
  });
});
