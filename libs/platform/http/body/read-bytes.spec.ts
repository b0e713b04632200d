import { createServer, type IncomingMessage, type Server } from 'node:http';
import request from 'supertest';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { problemOf } from '../problem-of.js';
import { readBytes } from './read-bytes.js';

/** Answers with what it read, or with the status and code of the problem. */
function reader(limit: number): Server {
  const read = async (incoming: IncomingMessage): Promise<{ status: number; text: string }> => {
    try {
      return { status: 200, text: (await readBytes(incoming, limit)).toString('latin1') };
    } catch (error) {
      const { status, code } = problemOf(error);
      return { status, text: code };
    }
  };
  return createServer((incoming, response) => {
    void read(incoming).then(({ status, text }) => response.writeHead(status).end(text));
  });
}

function send(body: Buffer, encoding?: string, limit = 1000) {
  const call = request(reader(limit)).post('/').type('application/octet-stream');
  return (encoding === undefined ? call : call.set('Content-Encoding', encoding)).send(body);
}

const text = 'x'.repeat(1000);

describe('the bytes of a body', () => {
  it.each<[string, Buffer, string | undefined]>([
    ['as they are', Buffer.from(text), undefined],
    ['said to be as they are', Buffer.from(text), 'identity'],
    ['gzipped', gzipSync(text), 'gzip'],
    ['gzipped, in capitals', gzipSync(text), 'GZIP'],
    ['deflated', deflateSync(text), 'deflate'],
    ['in brotli', brotliCompressSync(text), 'br'],
  ])('are read %s', async (_, body, encoding) => {
    expect(await send(body, encoding)).toMatchObject({ status: 200, text });
  });

  it('may be none', async () => {
    expect(await send(Buffer.alloc(0))).toMatchObject({ status: 200, text: '' });
    expect(await send(Buffer.alloc(0), 'gzip')).toMatchObject({ status: 200, text: '' });
  });

  it.each<[string, Buffer, string | undefined, number, string]>([
    ['one too many', Buffer.from(`${text}x`), undefined, 413, 'payload-too-large'],
    ['one too many behind gzip', gzipSync(`${text}x`), 'gzip', 413, 'payload-too-large'],
    ['one too many behind brotli', brotliCompressSync(`${text}x`), 'br', 413, 'payload-too-large'],
    ['one too many behind deflate', deflateSync(`${text}x`), 'deflate', 413, 'payload-too-large'],
    ['not what they are said to be', Buffer.from(text), 'gzip', 400, 'malformed-body'],
    ['cut off', gzipSync(text).subarray(0, 20), 'gzip', 400, 'malformed-body'],
    ['in an unknown encoding', Buffer.from(text), 'snappy', 415, 'unsupported-media-type'],
    [
      'in the name of a method of every object',
      Buffer.from(text),
      'constructor',
      415,
      'unsupported-media-type',
    ],
  ])('are refused when there are %s', async (_, body, encoding, status, code) => {
    expect(await send(body, encoding)).toMatchObject({ status, text: code });
  });
});
