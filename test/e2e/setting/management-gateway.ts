import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface ManagementGateway {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * The management ports of several processes as one: counts are added up, dead letters and the sources that can be
 * replayed are put together, and a command is carried out by the first process that has something to do for it; when
 * that dies over it, the connection breaks off as its own would.
 */
export async function startManagementGateway(managements: readonly string[]): Promise<ManagementGateway> {
  const server = createServer((request, response) => {
    answer(request, managements).then(
      ({ status, text }) => response.writeHead(status).end(text),
      (error: unknown) =>
        request.method === 'GET' ? response.writeHead(503).end(String(error)) : response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  { method = 'GET', url = '' }: IncomingMessage,
  all: readonly string[],
): Promise<Answer> {
  if (method !== 'GET') return command(method, url, all);
  const answers = await Promise.all(all.map((management) => ask(method, management + url)));
  const status = Math.max(...answers.map((one) => one.status));
  if (url === '/metrics') return { status, text: addedUp(answers.map(({ text }) => text)) };
  if (url === '/dead-letters') return { status, text: JSON.stringify({ items: together(answers, 'items') }) };
  return { status, text: `[${answers.map(({ text }) => text).join(',')}]` };
}

/** Those who know nothing of it say 404, or 400 and what they know of. */
async function command(method: string, url: string, all: readonly string[]): Promise<Answer> {
  const refusals: Answer[] = [];
  for (const management of all) {
    const one = await ask(method, management + url);
    if (one.status !== 404 && one.status !== 400) return one;
    refusals.push(one);
  }
  const known = refusals.filter(({ status }) => status === 400);
  return known.length === 0
    ? { status: 404, text: '' }
    : { status: 400, text: JSON.stringify({ sources: together(known, 'sources') }) };
}

async function ask(method: string, url: string): Promise<Answer> {
  const response = await fetch(url, { method });
  return { status: response.status, text: await response.text() };
}

/** The lists of that name from all answers, without repeats. */
function together(answers: readonly Answer[], name: string): unknown[] {
  const items = answers.flatMap(({ text }) => (JSON.parse(text) as Record<string, unknown[]>)[name] ?? []);
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** Prometheus' text format: the values of a series are added up. */
function addedUp(texts: readonly string[]): string {
  const lines = new Map<string, number | undefined>();
  for (const line of texts.join('\n').split('\n').filter(Boolean)) {
    const [, series, value] = /^([^#].*) (\S+)$/.exec(line) ?? [];
    if (series === undefined) lines.set(line, undefined);
    else lines.set(series, (lines.get(series) ?? 0) + Number(value));
  }
  return [...lines].map(([line, value]) => (value === undefined ? line : `${line} ${value}`)).join('\n');
}
