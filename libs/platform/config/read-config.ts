import { readFileSync } from 'node:fs';
import { InvalidValue, type Setting } from './setting.js';
import { crossFaults } from './cross-faults.js';
import { settings, type Config } from './settings.js';

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings cannot be used; each fault is a sentence that begins with the setting's name and never shows a value. */
export class InvalidSettings extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`Bad settings:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'InvalidSettings';
  }
}

/**
 * The settings that an environment states. Empty variables count as unset; a secret `NAME` may lie in the file that
 * `NAME_FILE` names.
 * @param read gives the text of a file
 * @throws InvalidSettings with all faults at once
 */
export function readConfig(
  environment: Environment,
  read: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Config {
  const faults = new Map<string, string>();
  const values = Object.entries<Setting<unknown>>(settings).map(([key, setting]) => {
    try {
      return [key, valueOf(setting, environment, read)];
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      faults.set(key, `${setting.name} ${error.message}.`);
      return [key, undefined];
    }
  });
  const config = Object.fromEntries(values) as Config;
  const all = [...faults.values(), ...crossFaults(config, new Set(faults.keys()))];
  if (all.length > 0) throw new InvalidSettings(all);
  return config;
}

function valueOf(
  setting: Setting<unknown>,
  environment: Environment,
  read: (path: string) => string,
): unknown {
  const text = textOf(setting, environment, read) ?? setting.default;
  return text === undefined ? undefined : setting.type.parse(text);
}

function textOf(
  setting: Setting<unknown>,
  environment: Environment,
  read: (path: string) => string,
): string | undefined {
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
