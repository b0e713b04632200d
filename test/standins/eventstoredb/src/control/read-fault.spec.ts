import { FaultRefused, readFault } from './read-fault.js';

describe('a fault that is asked for', () => {
  it.each([
    [{ fault: { kind: 'silent' } }, { kind: 'silent', written: false }],
    [{ fault: { kind: 'unavailable', written: true } }, { kind: 'unavailable', written: true }],
    [{ fault: { kind: 'cut', written: true } }, { kind: 'cut', written: true }],
    [{ fault: { kind: 'not-leader', host: 'h', port: 1 } }, { kind: 'not-leader', host: 'h', port: 1 }],
    [{ fault: { kind: 'end-subscription' } }, { kind: 'end-subscription' }],
    [{ fault: { kind: 'deny-features' } }, { kind: 'deny-features' }],
    [{ fault: { kind: 'slow', delayMs: 20 } }, { kind: 'slow', delayMs: 20 }],
  ])('is understood: %j', (body, fault) => {
    expect(readFault(body)).toEqual({ fault, scope: {} });
  });

  it('has a scope where one is said', () => {
    expect(readFault({ fault: { kind: 'silent' }, stream: 'orders-', times: 3 }).scope).toEqual({
      stream: 'orders-',
      times: 3,
    });
  });

  it.each([
    [undefined, 'A fault is an object.'],
    ['silent', 'A fault is an object.'],
    [{}, 'A fault is an object.'],
    [{ fault: {} }, 'There is no fault of kind undefined.'],
    [{ fault: { kind: 'fire' } }, 'There is no fault of kind fire.'],
    [{ fault: { kind: 'silent', written: 'yes' } }, 'written is not valid.'],
    [{ fault: { kind: 'slow', delayMs: -1 } }, 'delayMs is not valid.'],
    [{ fault: { kind: 'silent' }, times: 1.5 }, 'times is not valid.'],
    [{ fault: { kind: 'silent' }, stream: 1 }, 'stream is not valid.'],
  ])('is refused: %j', (body, message) => {
    expect(() => readFault(body)).toThrow(new FaultRefused(message));
  });
});
