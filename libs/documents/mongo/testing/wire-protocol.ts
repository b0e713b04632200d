import mongoose from 'mongoose';

const { BSON } = mongoose.mongo;

/** A message of a driver (MongoDB docs: Wire Protocol). */
export interface Request {
  readonly id: number;
  /** The first hello of a connection comes in the protocol's old form, and is answered in it. */
  readonly isOldForm: boolean;
  readonly command: Record<string, unknown>;
}

const headerLength = 16;
const opReply = 1;
const opQuery = 2004;
const opMsg = 2013;

/** The first message in what was received, if it has all come. */
export function wholeMessage(received: Buffer): Buffer | undefined {
  if (received.length < headerLength) return undefined;
  const length = received.readInt32LE(0);
  return received.length < length ? undefined : received.subarray(0, length);
}

export function decodeRequest(message: Buffer): Request {
  const id = message.readInt32LE(4);
  if (message.readInt32LE(12) === opQuery) {
    const document = message.indexOf(0, headerLength + 4) + 1 + 8;
    return { id, isOldForm: true, command: BSON.deserialize(message.subarray(document)) };
  }
  return { id, isOldForm: false, command: decodeSections(message, headerLength + 4) };
}

export function encodeReply({ id, isOldForm }: Request, reply: Readonly<Record<string, unknown>>): Buffer {
  const document = BSON.serialize(reply);
  const before = isOldForm ? oldReplyHead() : Buffer.alloc(5);
  const header = Buffer.alloc(headerLength);
  header.writeInt32LE(headerLength + before.length + document.length, 0);
  header.writeInt32LE(id, 8);
  header.writeInt32LE(isOldForm ? opReply : opMsg, 12);
  return Buffer.concat([header, before, document]);
}

/** Flags, cursor, where it starts, and the number of documents: one. */
function oldReplyHead(): Buffer {
  const head = Buffer.alloc(20);
  head.writeInt32LE(1, 16);
  return head;
}

/** A command's section, and sequences of documents that belong to it under a name. */
function decodeSections(message: Buffer, start: number): Record<string, unknown> {
  const command: Record<string, unknown> = {};
  for (let at = start; at < message.length;) {
    const isSequence = message[at] === 1;
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (isSequence) {
      const end = section.indexOf(0, 4);
      command[section.toString('utf8', 4, end)] = decodeDocuments(section.subarray(end + 1));
    } else Object.assign(command, BSON.deserialize(section));
    at += 1 + size;
  }
  return command;
}

function decodeDocuments(sequence: Buffer): unknown[] {
  const documents: unknown[] = [];
  for (let at = 0; at < sequence.length; at += sequence.readInt32LE(at)) {
    documents.push(BSON.deserialize(sequence.subarray(at, at + sequence.readInt32LE(at))));
  }
  return documents;
}
