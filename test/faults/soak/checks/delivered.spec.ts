import { aDelivery } from '../setting/small-run.js';
import { deliveryFaults } from './delivered.js';

const taken = Array.from({ length: 100 }, () => aDelivery());

describe('the deliveries of a run', () => {
  it('may stay without an answer while the product is down', () => {
    const unanswered = aDelivery({ status: null, error: 'ECONNREFUSED' });
    expect(deliveryFaults({ deliveries: [...taken, unanswered] })).toEqual([]);
  });

  it.each([401, 404, 429, 500, 503])('may not be answered with %i', (status) => {
    expect(deliveryFaults({ deliveries: [...taken, aDelivery({ status })] })).toMatchObject([
      { what: `A delivery of build.finished was answered with ${status}.` },
    ]);
  });

  it('must not be too few', () => {
    expect(deliveryFaults({ deliveries: taken.slice(1) })).toEqual([
      { what: 'Only 99 deliveries were taken.' },
    ]);
  });
});
