import pino from 'pino';
import type { Log } from '../log.js';
import { currentRequestId } from '../http/request-context.js';
import { pretty } from './pretty.js';
import { scrub } from './scrub.js';

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly format: 'json' | 'pretty';
  /** Where lines go; each call is one line with its line end. */
  readonly write: (line: string) => void;
}

/**
 * The process's log: one JSON object a line (`time` RFC 3339 UTC, `level`, `message`, the data, `requestId` within a
 * request), or the same for people. Everything that looks like a secret is taken out of every line.
 */
export function createLog({ level, format, write }: LogOptions): Log {
  const destination = {
    write(line: string): void {
      const scrubbed = scrub(line);
      write(format === 'pretty' ? pretty(scrubbed) : scrubbed);
    },
  };
  const options: pino.LoggerOptions = {
    level,
    base: null,
    messageKey: 'message',
    errorKey: 'error',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.errWithCause, err: pino.stdSerializers.errWithCause },
    redact: {
      paths: ['token', '*.token', 'authorization', '*.authorization', 'api_key', '*.api_key'],
      censor: '[secret]',
    },
    mixin() {
      const requestId = currentRequestId();
      return requestId === undefined ? {} : { requestId };
    },
  };
  return pino(options, destination);
}
