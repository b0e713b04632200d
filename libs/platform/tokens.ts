/**
 * What every feature may ask Nest for: `@Inject(CLOCK) private readonly clock: Clock`. The types stand beside the names;
 * PlatformModule provides them all.
 */

/** `Config`: the validated settings of this process. */
export const CONFIG = Symbol('config');
/** `Clock`: time and timers. */
export const CLOCK = Symbol('clock');
/** `Log`: the structured logger. */
export const LOG = Symbol('log');
/** `EventStore` */
export const EVENT_STORE = Symbol('event-store');
/** `Bus`: topic names are given without the configurable prefix. */
export const BUS = Symbol('bus');
/** `Documents` */
export const DOCUMENTS = Symbol('documents');
/** `Vault`: the only place for Buildkite tokens. */
export const VAULT = Symbol('vault');
/** `Registry` of prom-client. */
export const METRICS = Symbol('metrics');
/** `Checkpoints`: where followers of the event store are. */
export const CHECKPOINTS = Symbol('checkpoints');
/** `Leases`: who of several instances may do a thing now. */
export const LEASES = Symbol('leases');
