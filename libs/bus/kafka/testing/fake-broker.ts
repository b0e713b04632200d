import { createServer, type AddressInfo, type Socket } from 'node:net';
import { spokenRequests } from '../probing/spoken-versions.js';

interface Range {
  readonly key: number;
  readonly min: number;
  readonly max: number;
}

const apiVersions = 18;
const saslHandshake = 17;
const saslAuthenticate = 36;
const saslRequests: readonly Range[] = [
  { key: saslHandshake, min: 0, max: 1 },
  { key: saslAuthenticate, min: 0, max: 1 },
];

export interface FakeBroker {
  /** host:port */
  readonly address: string;
  /** Everything that was sent to it. */
  received(): Buffer;
  close(): Promise<void>;
}

/**
 * A server that answers what a client asks before it does anything: what it speaks, and that its credentials are wrong.
 * @param speaks what it says that it speaks
 */
export async function startFakeBroker(
  speaks: readonly Range[] = [...spokenRequests, ...saslRequests],
): Promise<FakeBroker> {
  const requests: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (request: Buffer) => {
      requests.push(request);
      const answer = answerTo(request, speaks);
      if (answer) socket.write(answer);
      else socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => Buffer.concat(requests),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The answer to ApiVersions in its oldest form. */
export function apiVersionsAnswer(correlation: number, error: number, speaks: readonly Range[]): Buffer {
  const ranges = speaks.map(({ key, min, max }) => int16(key, min, max));
  return framed(correlation, int16(error), int32(speaks.length), ...ranges);
}

function answerTo(request: Buffer, speaks: readonly Range[]): Buffer | undefined {
  const [key, version, correlation] = [
    request.readInt16BE(4),
    request.readInt16BE(6),
    request.readInt32BE(8),
  ];
  if (key === apiVersions && version === 0) return apiVersionsAnswer(correlation, 0, speaks);
  if (key === apiVersions) {
    const ranges = speaks.map(({ key: spoken, min, max }) => int16(spoken, min, max));
    return framed(correlation, int16(0), int32(speaks.length), ...ranges, int32(0));
  }
  if (key === saslHandshake) return framed(correlation, int16(0), int32(1), text('PLAIN'));
  if (key === saslAuthenticate)
    return framed(
      correlation,
      int16(58),
      text('Authentication failed: Invalid username or password'),
      int32(0),
      int32(0, 0),
    );
  return undefined;
}

function framed(correlation: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat([int32(correlation), ...parts]);
  return Buffer.concat([int32(body.length), body]);
}

function int16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, at) => bytes.writeInt16BE(value, at * 2));
  return bytes;
}

function int32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeInt32BE(value, at * 4));
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
}
