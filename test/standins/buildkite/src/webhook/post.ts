import { request } from 'node:http';

/** How an attempt to deliver ended: with an answer, or with what went wrong. */
export type Outcome =
  { readonly status: number; readonly error: null } | { readonly status: null; readonly error: string };

/** Buildkite waits for 5 seconds (recorded in 2018). */
const LONGEST_WAIT_MS = 5_000;

/** Posts a body on a connection of its own; resolves in any case, at the latest after 5 s of the machine. Follows no redirect. */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Outcome> {
  const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
  try {
    const status = await new Promise<number>((resolve, reject) => {
      const posting = request(url, {
        method: 'POST',
        agent: false,
        signal,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      });
      posting.once('error', reject);
      posting.once('response', (response) => {
        response.once('error', reject);
        response.once('end', () => resolve(response.statusCode ?? 0));
        response.resume();
      });
      posting.end(body);
    });
    return { status, error: null };
  } catch (error) {
    return { status: null, error: signal.aborted ? 'timed out' : reason(error) };
  }
}

function reason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'broken';
}
