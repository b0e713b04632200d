import { Inject, Injectable } from '@nestjs/common';
import { connectionProblemCodes, type ConnectionProblem } from '#libs/contracts';
import { METRICS } from '#libs/platform';
import { Gauge, type Registry } from 'prom-client';

/** How many problems the connections have that this instance collects, by code. */
@Injectable()
export class HealthMetrics {
  readonly #problems = new Map<string, readonly ConnectionProblem[]>();

  constructor(@Inject(METRICS) registry: Registry) {
    const all = () => [...this.#problems.values()].flat();
    new Gauge({
      name: 'builds_connection_problems',
      help: 'Problems of the connections that this instance collects.',
      labelNames: ['code'],
      registers: [registry],
      collect() {
        for (const code of connectionProblemCodes) {
          const count = all().filter((problem) => problem.code === code).length;
          this.set({ code }, count);
        }
      },
    });
  }

  /** These are the problems of a connection now. */
  show(connection: string, problems: readonly ConnectionProblem[]): void {
    this.#problems.set(connection, problems);
  }

  /** A connection is not collected here any more. */
  forget(connection: string): void {
    this.#problems.delete(connection);
  }
}
