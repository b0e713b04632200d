import type { AddedToken } from './control.js';

/** A reply of the API as a test looks at it. */
export interface ApiReply<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Gets an address of the API, absolute or from its root, with that token. */
export async function get<Body = Record<string, unknown>>(
  { url }: { readonly url: string },
  path: string,
  token?: Pick<AddedToken, 'value'>,
  method = 'GET',
): Promise<ApiReply<Body>> {
  const response = await fetch(new URL(path, url), {
    method,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token.value}` } }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as Body,
  };
}
