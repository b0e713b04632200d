import { integerOf, objectOf, textOf } from './json.js';

/** What an error reply says; the message may be anything, so it is cut to 200 characters on one line. */
export interface ErrorBody {
  readonly message: string | undefined;
  /** The limit that a 429 is about (Buildkite docs: REST API › Rate limits). */
  readonly scope: 'rest' | 'rest_user' | undefined;
  /** Seconds until that limit is reset. */
  readonly reset: number | undefined;
}

/** The body of a reply that is no success: JSON `{"message": …}`, or, from a proxy, HTML or nothing at all. */
export function errorBody(text: string): ErrorBody {
  const raw = objectOf(parsed(text));
  const message = textOf(raw?.['message'], 200)
    ?.replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  const scope = raw?.['scope'];
  return {
    message: message === '' ? undefined : message,
    scope: scope === 'rest' || scope === 'rest_user' ? scope : undefined,
    reset: integerOf(raw?.['reset']),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
