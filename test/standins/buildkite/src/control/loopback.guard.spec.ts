import type { ExecutionContext } from '@nestjs/common';
import { isLoopback, LoopbackGuard } from './loopback.guard.js';

describe('the control API', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('answers to %s', (address) => {
    expect(isLoopback(address)).toBe(true);
  });

  it.each([undefined, '10.0.0.1', '::ffff:10.0.0.1', '2001:db8::1', '128.0.0.1', 'x127.0.0.1'])(
    'does not answer to %s',
    (address) => {
      expect(isLoopback(address)).toBe(false);
    },
  );

  it('refuses other machines', () => {
    const context = (remoteAddress: string): ExecutionContext =>
      ({
        switchToHttp: () => ({ getRequest: () => ({ socket: { remoteAddress } }) }),
      }) as unknown as ExecutionContext;
    expect(new LoopbackGuard().canActivate(context('127.0.0.1'))).toBe(true);
    expect(() => new LoopbackGuard().canActivate(context('192.0.2.1'))).toThrow(
      'the control API answers only to this machine',
    );
  });
});
