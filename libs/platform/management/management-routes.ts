import { deadLetters, replayDeadLetters, type Bus, type BusServer } from '#libs/bus';
import type { Readiness } from '../health/readiness.js';
import type { Log } from '../log.js';
import type { ManagementAnswer, ManagementRoutes } from './management-server.js';

export interface ManagementParts {
  readonly readiness: Readiness;
  /** Everything that is counted, in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  readonly bus: Bus;
  readonly log: Log;
  /** The consumers of this process, by the name of their service. */
  readonly consumers: ReadonlyMap<string, Pick<BusServer, 'topics'>>;
}

/** What the management port serves. */
export function managementRoutes({
  readiness,
  metrics,
  bus,
  log,
  consumers,
}: ManagementParts): ManagementRoutes {
  const sources = (): { topic: string; group: string }[] =>
    [...consumers].flatMap(([group, { topics }]) => topics.map((topic) => ({ topic, group })));

  return {
    'GET /health/live': async () => ({ status: 200, body: { live: true } }),
    'GET /health/ready': async () => {
      const report = await readiness.report();
      return { status: report.ready ? 200 : 503, body: report };
    },
    'GET /metrics': async () => ({
      status: 200,
      body: await metrics(),
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
    }),
    'GET /dead-letters': async () => {
      const lists = await Promise.all(sources().map((source) => deadLetters({ bus, ...source })));
      return { status: 200, body: { items: lists.flat() } };
    },
    'POST /dead-letters/replay': async (parameters) => {
      const source = sources().find(
        ({ topic, group }) => topic === parameters.get('topic') && group === parameters.get('group'),
      );
      if (source === undefined) return unknownSource(sources());
      const id = parameters.get('id');
      const filter = id === null ? undefined : (letter: { readonly id: string }) => letter.id === id;
      return { status: 200, body: await replayDeadLetters({ bus, log, filter, ...source }) };
    },
  };
}

function unknownSource(sources: readonly object[]): ManagementAnswer {
  return { status: 400, body: { error: 'Give topic and group, and id for a single one.', sources } };
}
