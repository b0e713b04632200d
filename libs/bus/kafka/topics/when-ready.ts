import { setTimeout } from 'node:timers/promises';
import { protocolErrorOf } from '../connection/protocol-error.js';

/** For how long an answer is waited for. */
export interface Patience {
  /** What the protocol calls the refusals that pass by themselves. */
  readonly notYet: ReadonlySet<string>;
  readonly mostTries: number;
  readonly betweenTriesMs: number;
}

/**
 * What Kafka answers when it no longer says that it is not ready.
 * @throws what `ask` rejects with at the last try, or for another reason
 */
export async function whenReady<Answer>(
  ask: () => Promise<Answer>,
  { notYet, mostTries, betweenTriesMs }: Patience,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries >= mostTries || !notYet.has(protocolErrorOf(error) ?? '')) throw error;
      await setTimeout(betweenTriesMs);
    }
  }
}
