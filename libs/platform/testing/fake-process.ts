import { EventEmitter } from 'node:events';

/** A process whose signals a test sends, and that goes on after its end and notes with which codes it was to end. */
export class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];
  /** What was written to standard error. */
  errors = '';
  readonly stderr = { write: (text: string) => void (this.errors += text) };

  exit(code: number): void {
    this.exits.push(code);
  }
}
