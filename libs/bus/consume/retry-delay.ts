const firstMs = 100;
const mostMs = 2000;

/**
 * Milliseconds to wait before try `attempt + 1`: 100 ms after the first, doubling up to 2 s, of which up to half is
 * taken off by chance, so that consumers that failed together do not come back together.
 * @param random a number from 0 to 1
 */
export function retryDelayMs(attempt: number, random: number): number {
  return Math.min(mostMs, firstMs * 2 ** (attempt - 1)) * (1 - random / 2);
}
