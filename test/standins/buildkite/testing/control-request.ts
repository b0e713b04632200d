/** The control API refused; the message says what and why. */
export class ControlRefused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ControlRefused';
  }
}

/** Sends one request to the control API; gives its JSON answer, or undefined when it has none. Throws ControlRefused. */
export async function controlRequest<Answer>(
  url: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(new URL(`/_control/${path}`, url), {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await response.text();
  if (!response.ok)
    throw new ControlRefused(
      response.status,
      `${method} /_control/${path}: ${String(response.status)} ${text}`,
    );
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}
