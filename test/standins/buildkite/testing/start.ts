import type { ClockMode } from '../src/clock/stand-in-clock.js';
import { parseInstant } from '../src/instant/instant.js';
import type { SettingsValues } from '../src/settings/settings.js';
import { startStandIn } from '../src/start.js';
import { BuildkiteControl } from './control.js';

/** How a test wants its stand-in; everything has a default. */
export interface StandInOptions {
  /** Default: frozen. */
  readonly clock?: ClockMode;
  /** Where a frozen clock stands, ISO 8601; default: noon UTC of 1 March 2026. */
  readonly startAt?: string;
  /** Slugs of organizations to begin with; default: `acme`. */
  readonly organizations?: readonly string[];
  readonly settings?: Partial<SettingsValues>;
  /** Where the world is kept; default: in memory alone. */
  readonly dataDir?: string;
}

/** A stand-in in this process: its strings, and how to end it. */
export class RunningBuildkite extends BuildkiteControl {
  constructor(
    url: string,
    /** Ends the stand-in and all connections to it. */
    readonly close: () => Promise<void>,
  ) {
    super(url);
  }
}

/** Starts a stand-in in this process on a free port of the loopback interface. */
export async function startBuildkiteStandIn(options: StandInOptions = {}): Promise<RunningBuildkite> {
  const startAt = options.startAt ?? '2026-03-01T12:00:00Z';
  const startAtMs = parseInstant(startAt);
  if (startAtMs === undefined) throw new RangeError(`startAt is not an ISO 8601 instant: ${startAt}`);
  const { url, close } = await startStandIn({
    host: '127.0.0.1',
    port: 0,
    clock: options.clock ?? 'frozen',
    startAtMs,
    dataDir: options.dataDir,
    seed: undefined,
    demoToken: undefined,
    settings: options.settings ?? {},
  });
  const running = new RunningBuildkite(url, close);
  try {
    await addMissing(running, options.organizations ?? ['acme']);
  } catch (error) {
    await close();
    throw error;
  }
  return running;
}

async function addMissing(running: RunningBuildkite, slugs: readonly string[]): Promise<void> {
  const { organizations } = await running.world();
  const known = new Set(organizations.map(({ slug }) => slug));
  for (const slug of slugs) if (!known.has(slug)) await running.addOrganization(slug);
}
