import { WrongDigest } from './cache/keep-in-cache.js';
import { EngineUnavailable, type EngineName } from './engine.js';
import { ProgramFailed } from './process/run-program.js';

/**
 * What an engine is run with, once it could be had.
 * @throws EngineUnavailable when a program that fetches or runs it failed, or something else came than what is pinned
 */
export async function hadOrUnavailable<Files>(
  engine: EngineName,
  have: () => Promise<Files>,
): Promise<Files> {
  try {
    return await have();
  } catch (error) {
    if (error instanceof ProgramFailed || error instanceof WrongDigest) {
      throw new EngineUnavailable(engine, error.message);
    }
    throw error;
  }
}
