import type { Bus } from '#libs/bus';
import type { Documents } from '#libs/documents';
import type { Checkpoints, EventStore } from '#libs/event-store';
import { parseKillAt } from './kill-at.js';
import { StageWatch } from './stage-watch.js';
import { stagedBus, stagedCheckpoints, stagedDocuments, stagedEventStore } from './staged-ports.js';

/** What a process writes through. */
export interface StagedPorts {
  readonly eventStore: EventStore;
  readonly bus: Bus;
  readonly documents: Documents;
  readonly checkpoints: Checkpoints;
}

/**
 * For tests of what a sudden death does: the same ports, and at a stage of their work the process kills itself.
 * @param killAt KILL_AT (see `parseKillAt`); the ports are given back as they are when it is undefined
 * @returns the ports, and `listStages`: the names of the stages reached so far
 * @throws TypeError when KILL_AT names no stage
 */
export function withStages(
  ports: StagedPorts,
  killAt: string | undefined,
  kill: () => void = killProcess,
): StagedPorts & { listStages(): readonly string[] } {
  if (killAt === undefined) return { ...ports, listStages: () => [] };
  const watch = new StageWatch(parseKillAt(killAt), kill);
  return {
    eventStore: stagedEventStore(ports.eventStore, watch),
    bus: stagedBus(ports.bus, watch),
    documents: stagedDocuments(ports.documents, watch),
    checkpoints: stagedCheckpoints(ports.checkpoints, watch),
    listStages: () => watch.names,
  };
}

function killProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}
