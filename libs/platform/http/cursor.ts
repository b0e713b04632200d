import { createHash } from 'node:crypto';
import { Problem } from './problem.js';

/** Values of the last item of a page by which the list is ordered. */
export type Position = readonly (string | number)[];

/**
 * The opaque text that a client gives back to go on behind `position`.
 * @param scope what the list is of, with its organization and filters: a cursor works for the list it came from only
 */
export function encodeCursor(scope: string, position: Position): string {
  const body = Buffer.from(JSON.stringify(position)).toString('base64url');
  return `${body}.${checksum(scope, body)}`;
}

/**
 * The position behind which the page begins.
 * @throws Problem 400 `invalid-cursor` when the text is not one that this list gave out
 */
export function decodeCursor(scope: string, cursor: string): Position {
  const [body = '', sum, ...rest] = cursor.split('.');
  if (rest.length > 0 || sum !== checksum(scope, body)) {
    throw new Problem(
      400,
      'invalid-cursor',
      'This cursor does not belong to this list. Begin again without it.',
      {
        errors: [{ parameter: 'after', code: 'invalid-cursor', message: 'is not a cursor of this list' }],
      },
    );
  }
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Position;
}

/** Not a secret: a forged cursor leads nowhere but to another place of the same list. It tells slips from cursors. */
function checksum(scope: string, body: string): string {
  return createHash('sha256').update(`${scope}\n${body}`).digest('base64url').slice(0, 12);
}
