import type { FollowLog } from '../../follow/follow.js';

/** A log that keeps what it is told, for assertions. */
export class RecordingLog implements FollowLog {
  readonly lines: {
    readonly level: 'debug' | 'warn' | 'error';
    readonly data: object;
    readonly message: string;
  }[] = [];

  debug(data: object, message: string): void {
    this.lines.push({ level: 'debug', data, message });
  }

  warn(data: object, message: string): void {
    this.lines.push({ level: 'warn', data, message });
  }

  error(data: object, message: string): void {
    this.lines.push({ level: 'error', data, message });
  }
}
