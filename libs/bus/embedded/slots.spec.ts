import { setImmediate } from 'node:timers/promises';
import { Slots } from './slots.js';

describe('Slots', () => {
  it('lets in as many as there are, and the next one when one goes', async () => {
    const slots = new Slots(2);
    const order: string[] = [];
    await slots.take();
    await slots.take();
    const third = slots.take().then(() => order.push('third'));
    const fourth = slots.take().then(() => order.push('fourth'));
    await setImmediate();
    expect(order).toEqual([]);

    slots.giveBack();
    await third;
    expect(order).toEqual(['third']);
    slots.giveBack();
    await fourth;
    expect(order).toEqual(['third', 'fourth']);
  });

  it('keeps a place that nobody waits for', async () => {
    const slots = new Slots(1);
    await slots.take();
    slots.giveBack();
    await slots.take();
  });
});
