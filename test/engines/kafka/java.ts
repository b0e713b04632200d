import { ProgramFailed, runProgram } from '../process/run-program.js';

/** The oldest Java that Kafka 4 brokers run on (Kafka docs: Compatibility). */
const OLDEST = 17;

/** @throws ProgramFailed when `java` is not there or too old */
export async function requireJava(): Promise<void> {
  const said = await runProgram('java', ['-version']);
  const version = javaVersion(said);
  if (version < OLDEST) throw new ProgramFailed(`java is ${version}, Kafka needs ${OLDEST} or newer`);
}

/** The major version out of what `java -version` says; 0 when it says none. Java 8 calls itself 1.8. */
export function javaVersion(said: string): number {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(said) ?? [];
  return Number((first === '1' ? second : first) ?? 0);
}
