import { request } from 'node:http';

/** How an attempt to deliver ended: with an answer, or with what went wrong. */
export type Outcome =
  { readonly status: number; readonly error: null } | { readonly status: null; readonly error: string };

/** Buildkite waits for 5 seconds (recorded in 2018). */
const LONGEST_WAIT_MS = 5_000;

/** Posts a body on a connection of its own; resolves in any case, at the latest after 5 s of the machine. Follows no redirect. */
export function post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Outcome> {
  const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
  return new Promise((resolve) => {
    const fail = ({ code }: NodeJS.ErrnoException): void => {
      resolve({ status: null, error: signal.aborted ? 'timed out' : (code ?? 'broken') });
    };
    const posting = request(url, {
      method: 'POST',
      agent: false,
      signal,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    posting.once('error', fail);
    posting.once('response', (response) => {
      response.once('error', fail);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, error: null }));
      response.resume();
    });
    posting.end(body);
  });
}
