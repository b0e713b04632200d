import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import mongoose from 'mongoose';
import { decodeRequest, encodeReply, wholeMessage } from './wire-protocol.js';

export type Command = Readonly<Record<string, unknown>>;
/** What the server says to a command; undefined: it never answers. */
export type Script = (command: Command) => Command | undefined;

const { Long } = mongoose.mongo;

/** What every server says of itself; one of MongoDB 6. */
const hello = {
  isWritablePrimary: true,
  ismaster: true,
  helloOk: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  logicalSessionTimeoutMinutes: 30,
  minWireVersion: 0,
  maxWireVersion: 17,
  readOnly: false,
  ok: 1,
};

/**
 * A server that speaks MongoDB's protocol and says what a test wants, for what a real one says too seldom. What the
 * script leaves to it, it answers with `{ ok: 1 }`.
 */
export class ScriptedMongod {
  /** Every command but those by which drivers watch servers, in order. */
  readonly commands: Command[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(
    /** What it says of itself beside the usual, such as its replica set. */
    private readonly self: Command,
    public script: Script = () => ({ ok: 1 }),
  ) {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** @returns its connection string, with the name of a database */
  async start(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `mongodb://${this.host}/scripted`;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    let received = Buffer.alloc(0);
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      for (let message = wholeMessage(received); message; message = wholeMessage(received)) {
        received = received.subarray(message.length);
        const request = decodeRequest(message);
        const reply = this.#reply(request.command);
        if (reply) socket.write(encodeReply(request, reply));
      }
    });
  }

  #reply(command: Command): Command | undefined {
    if ('hello' in command || 'ismaster' in command || 'isMaster' in command) {
      const members = 'setName' in this.self ? { hosts: [this.host], primary: this.host, me: this.host } : {};
      return { ...hello, ...members, ...this.self };
    }
    if ('endSessions' in command) return { ok: 1 };
    this.commands.push(command);
    return this.script(command);
  }
}

/** How a server lists things, such as the indexes of a collection. */
export function cursorOf(...documents: readonly Command[]): Command {
  return { ok: 1, cursor: { id: Long.ZERO, ns: 'scripted.documents', firstBatch: documents } };
}
