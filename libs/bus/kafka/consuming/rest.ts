import { restMs, type Rest } from '../../rest.js';

/**
 * How long to wait after so many failures in a row (from 1): each time twice as long, up to the most, of which up to
 * half is taken off by chance, so that members that failed together do not come back together.
 * @param random a number from 0 to 1
 */
export function restWithJitterMs(failures: number, rest: Rest, random: number): number {
  return restMs(failures, rest) * (1 - random / 2);
}
