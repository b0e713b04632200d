import { maxRecordSetBytes } from '../../record-size.js';

interface TopicSetting {
  /** With what the bus makes its topics. */
  readonly value: string;
  /** What else it can work with: in words, and as a test. */
  readonly enough?: { readonly text: string; fits(value: string): boolean };
}

/**
 * What topics of the bus have to be set to: nothing in them is ever deleted, every record of the bus fits in, and what
 * others send is kept as kafkajs can read it, which knows no compression but gzip (Kafka documentation: Topic Configs).
 */
const settings: Readonly<Record<string, TopicSetting>> = {
  'cleanup.policy': { value: 'delete' },
  'retention.ms': { value: '-1' },
  'retention.bytes': { value: '-1' },
  'max.message.bytes': {
    value: String(maxRecordSetBytes),
    enough: { text: `at least ${maxRecordSetBytes}`, fits: (value) => Number(value) >= maxRecordSetBytes },
  },
  'compression.type': {
    value: 'uncompressed',
    enough: { text: 'uncompressed or gzip', fits: (value) => value === 'gzip' },
  },
};

/** The names of all settings that matter. */
export const settingNames: readonly string[] = Object.keys(settings);

/** Each setting with the value that a new topic gets. */
export const newTopicSettings: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(settings).map(([name, { value }]) => [name, value]),
);

/** What of a topic's settings the bus cannot work with: a phrase each, none when all is well. */
export function unfitSettings(found: ReadonlyMap<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, { value, enough }]) => {
    const is = found.get(name) ?? 'unknown';
    if (is === value || enough?.fits(is)) return [];
    return [`${name} is ${is} and has to be ${enough?.text ?? value}`];
  });
}
