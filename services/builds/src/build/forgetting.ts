import { recurring } from '#libs/platform';
import { ForgetLooks } from './forget-looks.js';

const hourMs = 3_600_000;

/** Has old looks forgotten soon after the start and then twice a day. */
export const forgetting = recurring(ForgetLooks, {
  name: 'forgetting looks',
  what: 'Forgetting old looks',
  firstMs: hourMs / 6,
  everyMs: 12 * hourMs,
});
