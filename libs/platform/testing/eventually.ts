import { setTimeout as pause } from 'node:timers/promises';

const everyMs = 20;
const withinMs = 10_000;

/** Tries again until the check holds. @throws what it threw last, when it never did */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const giveUp = performance.now() + withinMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() > giveUp) throw error;
      await pause(everyMs);
    }
  }
}
