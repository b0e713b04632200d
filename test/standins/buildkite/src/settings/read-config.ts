import type { ClockMode } from '../clock/stand-in-clock.js';
import { parseInstant } from '../instant/instant.js';
import { DEFAULT_SETTINGS, type SettingsValues } from './settings.js';

/** With what a stand-in starts. */
export interface StandInConfig {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly clock: ClockMode;
  /** Epoch milliseconds at which a frozen clock stands. */
  readonly startAtMs: number;
  /** Where the world is kept; undefined: in memory alone. */
  readonly dataDir: string | undefined;
  /** What an empty world is filled with. */
  readonly seed: 'demo' | undefined;
  /** The value of the demo's token. */
  readonly demoToken: string | undefined;
  readonly settings: Partial<SettingsValues>;
}

type Environment = Readonly<Record<string, string | undefined>>;

function wholeNumber(env: Environment, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new RangeError(`${name} is not a whole number: ${text}`);
  return value;
}

function oneOf<Choice extends string>(
  env: Environment,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new RangeError(`${name} is none of ${choices.join(', ')}: ${text}`);
  return choice;
}

function startAt(env: Environment, nowMs: number): number {
  const text = env['START_AT'];
  if (text === undefined || text === '') return nowMs;
  const ms = parseInstant(text);
  if (ms === undefined) throw new RangeError(`START_AT is not an ISO 8601 instant: ${text}`);
  return ms;
}

/** The configuration that the environment gives; throws a RangeError that names the variable that makes no sense. */
export function readConfig(env: Environment, nowMs: number): StandInConfig {
  return {
    host: env['HOST'] ?? '127.0.0.1',
    port: wholeNumber(env, 'PORT', 0),
    clock: oneOf(env, 'CLOCK', ['real', 'frozen'] as const) ?? 'real',
    startAtMs: startAt(env, nowMs),
    dataDir: env['DATA_DIR'] === '' ? undefined : env['DATA_DIR'],
    seed: oneOf(env, 'SEED_WORLD', ['demo'] as const),
    demoToken: env['DEMO_TOKEN'] === '' ? undefined : env['DEMO_TOKEN'],
    settings: {
      replyDelayMs: wholeNumber(env, 'REPLY_DELAY_MS', DEFAULT_SETTINGS.replyDelayMs),
      organizationLimit: wholeNumber(env, 'ORGANIZATION_RATE_LIMIT', DEFAULT_SETTINGS.organizationLimit),
      userLimit: wholeNumber(env, 'USER_RATE_LIMIT', DEFAULT_SETTINGS.userLimit),
    },
  };
}
