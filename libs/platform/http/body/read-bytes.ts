import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, type ZlibOptions } from 'node:zlib';
import { errorCode } from '../../error-code.js';
import { Problem } from '../problem.js';

type Decompress = (bytes: Buffer, options: ZlibOptions) => Promise<Buffer>;

const decompressors: ReadonlyMap<string, Decompress> = new Map([
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/**
 * The bytes of a request's body, decompressed.
 * @throws Problem 413 when there are more than `limit` of them on the wire or behind the compression, 415 for unknown
 * encodings, 400 when the body breaks off or is not what its encoding says
 */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  const decompress = decompressors.get(encoding);
  if (decompress === undefined && encoding !== 'identity') {
    throw new Problem(415, 'unsupported-media-type', 'This content encoding is not taken.', {
      headers: { 'Accept-Encoding': [...decompressors.keys()].join(', ') },
    });
  }
  const bytes = await receive(request, limit);
  if (decompress === undefined || bytes.length === 0) return bytes;
  try {
    return await decompress(bytes, { maxOutputLength: limit });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new Problem(400, 'malformed-body', `The body is not ${encoding}.`);
  }
}

async function receive(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let received = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(400, 'malformed-body', 'The body broke off.');
  }
  return Buffer.concat(chunks);
}

function tooLarge(limit: number): Problem {
  return new Problem(413, 'payload-too-large', `The body is larger than ${limit} bytes.`);
}
