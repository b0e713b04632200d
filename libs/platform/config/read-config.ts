import { readFileSync } from 'node:fs';
import { InvalidValue, type Setting } from './setting.js';
import { crossFaults, kafkaFaults } from './cross-faults.js';
import { engineSettings, settings, type Config, type EngineSettings } from './settings.js';

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings cannot be used; each fault is a sentence that begins with the setting's name and never shows a value. */
export class InvalidSettings extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`Bad settings:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'InvalidSettings';
  }
}

type ReadFile = (path: string) => string;

/**
 * The settings that an environment states. Empty variables count as unset; a secret `NAME` may lie in the file that
 * `NAME_FILE` names.
 * @param read gives the text of a file
 * @throws InvalidSettings with all faults at once
 */
export function readConfig(environment: Environment, read?: ReadFile): Config {
  return readSettings(Object.keys(settings) as (keyof Config)[], crossFaults, environment, read);
}

/**
 * Only the settings that say where the engines are, for what needs no more than those.
 * @throws InvalidSettings with all faults at once
 */
export function readEngineSettings(environment: Environment, read?: ReadFile): EngineSettings {
  return readSettings(engineSettings, kafkaFaults, environment, read);
}

function readSettings<Key extends keyof Config>(
  keys: readonly Key[],
  together: (config: Partial<Config>, faulty: ReadonlySet<string>) => readonly string[],
  environment: Environment,
  read: ReadFile = (path) => readFileSync(path, 'utf8'),
): Pick<Config, Key> {
  const faults = new Map<string, string>();
  const values = keys.map((key) => {
    const setting: Setting<unknown> = settings[key];
    try {
      return [key, valueOf(setting, environment, read)];
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      faults.set(key, `${setting.name} ${error.message}.`);
      return [key, undefined];
    }
  });
  const config = Object.fromEntries(values) as Pick<Config, Key>;
  const all = [...faults.values(), ...together(config, new Set(faults.keys()))];
  if (all.length > 0) throw new InvalidSettings(all);
  return config;
}

function valueOf(setting: Setting<unknown>, environment: Environment, read: ReadFile): unknown {
  const text = textOf(setting, environment, read) ?? setting.default;
  return text === undefined ? undefined : setting.type.parse(text);
}

function textOf(setting: Setting<unknown>, environment: Environment, read: ReadFile): string | undefined {
  const own = environment[setting.name] || undefined;
  const file = setting.secret ? environment[`${setting.name}_FILE`] || undefined : undefined;
  if (file === undefined) return own;
  if (own !== undefined) throw new InvalidValue(`and ${setting.name}_FILE are both set; one must go`);
  try {
    return read(file).trim();
  } catch {
    throw new InvalidValue(`cannot be read from the file that ${setting.name}_FILE names`);
  }
}
