import type { BusLog } from '../log.js';

export interface LogLine {
  readonly level: keyof BusLog;
  readonly data: object;
  readonly message: string;
}

/** A log that keeps its lines. */
export function recordingLog(): BusLog & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: keyof BusLog) => (data: object, message: string) =>
    void lines.push({ level, data, message });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
