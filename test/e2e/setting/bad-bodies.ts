import { gzipSync } from 'node:zlib';

/** A body that no JSON route takes, with the status and the code that it gets everywhere. */
export interface BadBody {
  readonly what: string;
  readonly body: string | Buffer;
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly code: string;
}

const bad = (what: string, body: string | Buffer, code = 'malformed-json', status = 400): BadBody => ({
  what,
  body,
  code,
  status,
});

const typed = (type: string, body = '{}'): BadBody => ({
  ...bad(`of type ${type}`, body, 'unsupported-media-type', 415),
  headers: { 'content-type': type },
});

const encoded = (what: string, encoding: string, body: Buffer, status: number, code: string): BadBody => ({
  ...bad(what, body, code, status),
  headers: { 'content-encoding': encoding },
});

/** Bodies that are wrong whatever the route is. */
export const badBodies: readonly BadBody[] = [
  bad('nothing', ''),
  bad('an open brace', '{'),
  bad('null', 'null', 'validation'),
  bad('a list', '[]', 'validation'),
  bad('a text', '"str"', 'validation'),
  bad('a number', '5', 'validation'),
  bad('a name twice', '{"a": 1, "a": 2}'),
  bad('a trailing comma', '{"a": 1,}'),
  bad('bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'malformed-body'),
  bad('half a surrogate pair', String.raw`{"a": "\ud83d"}`),
  bad('__proto__', '{"__proto__": {"role": "admin"}}'),
  bad('constructor.prototype', '{"constructor": {"prototype": {}}}'),
  bad('a thousand levels', `{"a": ${'['.repeat(1_000)}${']'.repeat(1_000)}}`),
  bad('a number without measure', '{"a": 1e400}'),
  bad('a byte over 100 KiB', `{"a": "${'x'.repeat(100 * 1024 - 8)}"}`, 'payload-too-large', 413),
  encoded('a gzip bomb', 'gzip', gzipSync(`{"a": "${'x'.repeat(5_000_000)}"}`), 413, 'payload-too-large'),
  encoded('an unknown encoding', 'zstd-x', Buffer.from('{}'), 415, 'unsupported-media-type'),
  typed('text/plain'),
  typed('application/xml', '<a/>'),
  typed('application/x-www-form-urlencoded', 'a=1'),
  typed('multipart/form-data; boundary=x', '--x--'),
  typed('application/json; charset=latin1'),
];
