import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LEASES, LOG, systemClock, whileHeld, type Leases, type Log } from '#libs/platform';
import { Backfills } from '../backfill/backfills.js';
import { LookUps } from '../commit-look-up/look-ups.js';
import { ConnectionClients } from '../connection/connection-clients.js';
import { KnownConnections } from '../connection/known-connections.js';
import { Bell } from './bell.js';
import type { Bells, CollectingLoop } from './collecting-loop.js';
import { COLLECTING_LOOPS } from './collecting-loops.js';
import { persistently } from './persistently.js';

/** How often it is looked for what other instances have heard of: the machine's time. */
const lookAgainMs = 2_000;
/** How long others wait for the connections of an instance that died. */
const leaseMs = 6_000;

interface Collector {
  readonly bells: Bells;
  readonly stopping: AbortController;
  readonly stopped: Promise<void>;
}

/** Collects connections: each in one instance at a time, all that are build servers or have something to look up. */
@Injectable()
export class Collectors implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #collectors = new Map<string, Collector>();
  readonly #changes = new Bell();
  readonly #stopping = new AbortController();
  #supervising: Promise<void> = Promise.resolve();

  constructor(
    @Inject(LEASES) private readonly leases: Leases,
    @Inject(LOG) private readonly log: Log,
    @Inject(KnownConnections) private readonly connections: KnownConnections,
    @Inject(ConnectionClients) private readonly clients: ConnectionClients,
    @Inject(LookUps) private readonly lookUps: LookUps,
    @Inject(Backfills) private readonly backfills: Backfills,
    @Inject(COLLECTING_LOOPS) private readonly loops: readonly CollectingLoop[],
  ) {}

  /** There may be something new about these connections. */
  wake(connections: ReadonlySet<string>): void {
    for (const id of connections) {
      const collector = this.#collectors.get(id);
      if (collector) ring(collector.bells);
      else this.#changes.ring();
    }
  }

  /** A webhook hinted at a build of this connection. */
  hinted(connection: string): void {
    this.#collectors.get(connection)?.bells.hints.ring();
  }

  onApplicationBootstrap(): void {
    const { signal } = this.#stopping;
    this.#supervising = persistently(() => this.supervise(signal), {
      log: this.log,
      what: 'Finding the connections to collect',
      signal,
    });
  }

  /** Stops before the consumers do; what is not done yet is kept and done by the next instance. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort(new Error('The service stops.'));
    await this.#supervising;
    await Promise.all([...this.#collectors.values()].map(({ stopped }) => stopped));
  }

  private async supervise(signal: AbortSignal): Promise<void> {
    for (;;) {
      const due = await this.lookUps.connectionsWithDue();
      const wanted = new Set([...(await this.connections.collected()), ...due]);
      for (const id of wanted) if (!this.#collectors.has(id)) this.start(id);
      for (const id of [...this.#collectors.keys()]) if (!wanted.has(id)) await this.stop(id);
      this.clients.forgetAllBut(wanted);
      for (const id of due) this.#collectors.get(id)?.bells.lookUps.ring();
      for (const id of await this.backfills.connectionsWithDue())
        this.#collectors.get(id)?.bells.backfills.ring();
      await this.#changes.heard(signal, (until) => systemClock.sleep(lookAgainMs, until));
    }
  }

  private start(id: string): void {
    const { log, leases } = this;
    const bells = { polling: new Bell(), lookUps: new Bell(), hints: new Bell(), backfills: new Bell() };
    const stopping = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, stopping.signal]);
    const work = async (held: AbortSignal): Promise<void> => {
      const persistence = { log: log.child({ connection: id }), signal: held };
      const running = this.loops.map((loop) =>
        persistently(() => loop.run(id, bells, held), { ...persistence, what: loop.what }),
      );
      await Promise.all(running);
    };
    const lease = { leases, name: `collection ${id}`, ttlMs: leaseMs, clock: systemClock, log, signal };
    const stopped = whileHeld({ ...lease, endsInTime: true }, work);
    this.#collectors.set(id, { bells, stopping, stopped });
  }

  private async stop(id: string): Promise<void> {
    const collector = this.#collectors.get(id);
    this.#collectors.delete(id);
    collector?.stopping.abort(new Error('The connection is collected no longer.'));
    await collector?.stopped;
  }
}

function ring({ polling, lookUps, backfills }: Bells): void {
  polling.ring();
  lookUps.ring();
  backfills.ring();
}
