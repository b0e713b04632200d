import { errorCode } from '../error-code.js';
import { InvalidSettings } from '../config/read-config.js';
import { StartupError } from './startup-error.js';

/** Codes of errors of our own libs whose messages already tell an operator what to do. */
const selfExplaining = /^((event-store|bus|documents)-.+|index-conflict|invalid-key-ring)$/;

/** Codes of errors that say that the provisioning step is missing or is of an older version. */
const unprovisioned = new Set(['unknown-topic', 'unknown-collection']);

/**
 * What the terminal says when a start fails: what is wrong and the next step; undefined for errors that are nobody's
 * doing outside, which need their stack.
 */
export function explainStartupError(error: unknown): string | undefined {
  if (error instanceof InvalidSettings) return `${error.message}\nThe README lists all settings.`;
  if (error instanceof StartupError) return error.message;
  const code = errorCode(error);
  if (code === undefined) return undefined;
  if (selfExplaining.test(code)) return (error as Error).message;
  if (unprovisioned.has(code)) return `${(error as Error).message} That is: npm run provision`;
  return explainSystemError(error as NodeJS.ErrnoException);
}

function explainSystemError({
  code,
  syscall,
  port,
  path,
}: NodeJS.ErrnoException & { readonly port?: number }): string | undefined {
  const isListening = syscall === 'listen';
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another process. Stop it, or set PORT or MANAGEMENT_PORT to a free one.`;
    case 'EADDRNOTAVAIL':
      return isListening
        ? 'HOST is not an address of this machine. Set it to one, e.g. 127.0.0.1 or 0.0.0.0.'
        : undefined;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
      return isListening
        ? `Port ${port} may not be used by this user. Set PORT and MANAGEMENT_PORT to ports above 1023.`
        : `${path ?? 'DATA_DIR'} cannot be written. Give this user the right to, or set DATA_DIR to another folder.`;
    case 'ENOSPC':
      return 'The disk of DATA_DIR is full. Make room, then start again: nothing is lost.';
    default:
      return undefined;
  }
}
