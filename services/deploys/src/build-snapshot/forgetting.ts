import { recurring } from '#libs/platform';
import { ForgetBuilds } from './forget-builds.js';

const hourMs = 3_600_000;

/** Has old builds forgotten soon after the start and then twice a day. */
export const forgetting = recurring(ForgetBuilds, {
  name: 'forgetting builds',
  what: 'Forgetting old builds',
  firstMs: hourMs / 6,
  everyMs: 12 * hourMs,
});
