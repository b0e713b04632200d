import { murmur2 } from './murmur2.js';

describe('murmur2', () => {
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s is what Kafka’s own test expects (UtilsTest.testMurmur2)', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it('takes every length of remainder, and nothing at all', () => {
    const hashes = ['', 'a', 'ab', 'abcd'].map((text) => murmur2(Buffer.from(text)));
    expect(hashes).toEqual([275646681, -1563381124, 316155434, -1323649548]);
  });

  it('looks at bytes without a sign', () => {
    expect(murmur2(Buffer.from('ключ'))).toBe(2122343024);
    expect(murmur2(Buffer.from('鍵'))).toBe(1131375336);
  });
});
