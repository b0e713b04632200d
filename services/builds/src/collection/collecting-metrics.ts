import { Inject, Injectable } from '@nestjs/common';
import { METRICS } from '#libs/platform';
import { Counter, type Registry } from 'prom-client';

/** What is counted of collecting builds. */
@Injectable()
export class CollectingMetrics {
  /** Looks that were worth publishing. */
  readonly looks: Counter;
  /** Builds in replies of Buildkite that could not be read, by reason. */
  readonly unreadable: Counter<'reason'>;
  /** Commits that were looked up, by whether every Buildkite organization answered: `answered`, `refused`. */
  readonly lookUps: Counter<'outcome'>;
  /** Cycles of polling, by outcome: `complete`, or the code of what went wrong first. */
  readonly cycles: Counter<'outcome'>;

  constructor(@Inject(METRICS) registry: Registry) {
    const registers = [registry];
    this.looks = new Counter({
      name: 'builds_looks_published_total',
      help: 'Looks at builds that were published.',
      registers,
    });
    this.unreadable = new Counter({
      name: 'builds_unreadable_total',
      help: 'Builds shown by Buildkite that could not be read; they are shown again with every reply.',
      labelNames: ['reason'],
      registers,
    });
    this.lookUps = new Counter({
      name: 'builds_commits_looked_up_total',
      help: 'Commits of deploys that were looked up.',
      labelNames: ['outcome'],
      registers,
    });
    this.cycles = new Counter({
      name: 'builds_polling_cycles_total',
      help: 'Rounds of polling a connection.',
      labelNames: ['outcome'],
      registers,
    });
  }
}
