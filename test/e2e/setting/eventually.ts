import { setTimeout as pause } from 'node:timers/promises';

/**
 * Tries until `attempt` neither throws nor rejects, and gives what it gave.
 * @throws the last error when `withinMs` have passed
 */
export async function eventually<Result>(
  attempt: () => Promise<Result> | Result,
  withinMs = 20_000,
): Promise<Result> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(25);
    }
  }
}
