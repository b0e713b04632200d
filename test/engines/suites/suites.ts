import type { EngineName, EngineUnavailable } from '../engine.js';

/** The contract suites on the embedded engines; they run beside those on the servers. */
export const EMBEDDED: readonly string[] = [
  'libs/bus/embedded/embedded-bus.contract.spec.ts',
  'libs/documents/embedded/embedded-documents.spec.ts',
  'libs/event-store/embedded/embedded-event-store.spec.ts',
];

/** The folders whose tests need one engine alone. Tests anywhere else need all. */
const NEED_ONE: Readonly<Record<string, EngineName>> = {
  'libs/bus/kafka': 'Kafka',
  'libs/documents/mongo': 'MongoDB',
  'libs/event-store/eventstoredb': 'EventStoreDB',
  'test/engines/eventstore': 'EventStoreDB',
  'test/engines/kafka': 'Kafka',
  'test/engines/mongo': 'MongoDB',
};

/** What of the tests runs, and what does not and why. */
export interface Division {
  /** Paths from the repository's folder. */
  readonly run: readonly string[];
  /** One a folder, or a file that needs all engines: `libs/bus/kafka (Kafka: mvn was not found)`. */
  readonly leftOut: readonly string[];
}

/** Divides test files by whether the engines that they need can be had. */
export function divide(files: readonly string[], unavailable: readonly EngineUnavailable[]): Division {
  const run: string[] = [];
  const leftOut = new Set<string>();
  for (const file of files) {
    const folder = Object.keys(NEED_ONE).find((candidate) => file.startsWith(`${candidate}/`));
    const missing = unavailable.filter(({ engine }) => folder === undefined || NEED_ONE[folder] === engine);
    if (missing.length === 0 || EMBEDDED.includes(file)) run.push(file);
    else leftOut.add(`${folder ?? file} (${reasons(missing)})`);
  }
  return { run, leftOut: [...leftOut] };
}

function reasons(missing: readonly EngineUnavailable[]): string {
  return missing.map(({ engine, reason }) => `${engine}: ${reason}`).join('; ');
}
