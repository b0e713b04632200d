import { organization } from './demo-secrets.js';

/** A request to the product's API as the demo's admin; 409 and 400 count as answers, since a second start repeats itself. */
export type DemoApi = <Body>(
  method: string,
  path: string,
  body?: object,
) => Promise<{ status: number; body: Body }>;

/** Speaks to the API below `/v1/organizations/acme`. */
export function demoApi(address: string, apiKey: string): DemoApi {
  return async <Body>(method: string, path: string, body?: object) => {
    const response = await fetch(`${address}/v1/organizations/${organization}${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok && response.status !== 409 && response.status !== 400) {
      throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 300)}`);
    }
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
  };
}

/** Tries until `attempt` gives something. */
export async function until<Result>(
  attempt: () => Promise<Result | undefined>,
  withinMs = 60_000,
): Promise<Result> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline;) {
    const result = await attempt().catch(() => undefined);
    if (result !== undefined) return result;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(
    'The demo did not get ready in time. The log above says why; DATA_DIR/demo can be removed to begin anew.',
  );
}
