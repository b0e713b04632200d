import { Inject, Injectable } from '@nestjs/common';
import { LOG, systemClock, type Log } from '#libs/platform';
import type { Failure } from '../connection/failure.js';
import type { Backfill } from './domain/backfill.js';
import { progressOf } from './domain/progress.js';
import { refusals, type Refusal } from './domain/refusals.js';

const pagesBetweenLines = 10;
/** Of the machine's time. */
const msBetweenLines = 10_000;

/** Tells in the log how backfills get on: at the beginning, every ten pages or ten seconds, at the end, and of what is refused. */
@Injectable()
export class ProgressLog {
  /** When it was told last, by backfill. */
  readonly #told = new Map<string, { readonly at: number; readonly pages: number }>();

  constructor(@Inject(LOG) private readonly log: Log) {}

  begin(backfill: Backfill): void {
    this.tell(backfill, 'Builds of the past are read');
  }

  page(backfill: Backfill): void {
    const told = this.#told.get(backfill.id);
    const isDue =
      told === undefined ||
      backfill.pages - told.pages >= pagesBetweenLines ||
      systemClock.now().getTime() - told.at >= msBetweenLines;
    if (isDue) this.tell(backfill, 'Builds of the past are being read');
  }

  end(backfill: Backfill): void {
    const isDone = backfill.state === 'done';
    this.tell(
      backfill,
      isDone ? 'Builds of the past have been read' : 'Builds of the past will be read on, later',
    );
    this.#told.delete(backfill.id);
  }

  refused(backfill: Backfill, refusal: Refusal, { code, detail }: Failure): void {
    const { pipeline } = refusal;
    this.log.warn(
      { ...subject(backfill), ...refusal, code, detail },
      pipeline === null
        ? 'A Buildkite organization does not show its builds of the past'
        : 'A pipeline does not show its builds of the past; the others are read on',
    );
  }

  private tell(backfill: Backfill, message: string): void {
    const { id, pages } = backfill;
    const refused = refusals(backfill);
    this.log.info({ ...subject(backfill), ...progressOf(backfill), refused }, message);
    this.#told.set(id, { at: systemClock.now().getTime(), pages });
  }
}

function subject({ organization, connection, repository }: Backfill) {
  return { organization, connection, repository };
}
