import type { WebhookConduct } from '../webhook.js';

/** What becomes of one delivery. */
export interface Fate {
  readonly isLost: boolean;
  readonly isDoubled: boolean;
  /** 0: sent at once. */
  readonly delayMs: number;
  /** The next delivery goes first. */
  readonly isOvertaken: boolean;
}

/** Draws a fate; every one takes as many numbers, so that another share changes no other choice. */
export function drawFate(conduct: WebhookConduct, random: () => number): Fate {
  const [lose, double, delay, length, reorder] = [random(), random(), random(), random(), random()];
  return {
    isLost: lose < conduct.lose,
    isDoubled: double < conduct.double,
    delayMs: delay < conduct.delayShare ? Math.ceil(length * conduct.delayMostMs) : 0,
    isOvertaken: reorder < conduct.reorder,
  };
}
