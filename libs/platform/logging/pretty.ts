const levels: Readonly<Record<string, string>> = {
  debug: 'debug',
  info: 'info ',
  warn: 'WARN ',
  error: 'ERROR',
};

interface Line {
  readonly time: string;
  readonly level: string;
  readonly message: string;
  readonly [name: string]: unknown;
}

/** A log line of JSON for people: time of day (UTC), level, sentence, then the data as `name=value`; a stack on its own lines. */
export function pretty(json: string): string {
  const { time, level, message, error, err = error, ...data } = JSON.parse(json) as Line;
  const pairs = Object.entries(data).map(([name, value]) => ` ${name}=${plain(value)}`);
  const head = `${time.slice(11, 19)} ${levels[level] ?? level} ${message}${pairs.join('')}`;
  return err === undefined ? `${head}\n` : `${head}\n${indented(err)}\n`;
}

function plain(value: unknown): string {
  return typeof value === 'string' && /^\S+$/.test(value) ? value : JSON.stringify(value);
}

function indented(error: unknown): string {
  const hasStack =
    typeof error === 'object' && error !== null && 'stack' in error && typeof error.stack === 'string';
  const text = hasStack ? (error.stack as string) : JSON.stringify(error);
  return text.replace(/^/gm, '    ');
}
