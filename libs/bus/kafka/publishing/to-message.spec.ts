import { toMessage } from './to-message.js';

describe('A record on its way to kafkajs', () => {
  it('keeps key, value and headers as they are', () => {
    const value = Buffer.from([0, 255]);
    const { message, bytes } = toMessage('builds', { key: 'acme', value, headers: { ce_id: '1' } });
    expect(message).toEqual({ key: 'acme', value, headers: { ce_id: '1' } });
    expect(bytes).toBeGreaterThan(4 + 2 + 6);
  });

  it('has no headers when there are none, and may be without key and value', () => {
    expect(toMessage('builds', { key: null, value: null }).message).toEqual({ key: null, value: null });
  });

  it('is refused when it is too large', () => {
    expect(() => toMessage('builds', { key: null, value: Buffer.alloc(2 ** 20 + 1) })).toThrow(
      /over the limit/,
    );
  });
});
