const FIRST = 200;
const LONGEST = 5_000;

/**
 * How long to rest behind so many failures in a row, in ms: doubling from 200 ms to 5 s, of which a random half is left
 * out, so that followers that failed together do not come back together.
 * @param random from 0 to 1
 */
export function backOff(failures: number, random: number): number {
  const full = Math.min(LONGEST, FIRST * 2 ** (failures - 1));
  return Math.round(full * (1 - random / 2));
}
