import { setTimeout as pause } from 'node:timers/promises';

/** How many times longer than one process on its own everything may take; TEST_PATIENCE says it. */
export const patience = Number(process.env['TEST_PATIENCE'] ?? 1);

/**
 * Tries until `attempt` neither throws nor rejects, and gives what it gave.
 * @throws the last error when `withinMs`, times the patience of this run, have passed
 */
export async function eventually<Result>(
  attempt: () => Promise<Result> | Result,
  withinMs = 20_000,
): Promise<Result> {
  const deadline = Date.now() + withinMs * patience;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(25);
    }
  }
}
