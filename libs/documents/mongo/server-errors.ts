import mongoose from 'mongoose';
import {
  DocumentsRefused,
  DocumentsUnreachable,
  DocumentsUnusable,
  DuplicateKey,
  UnknownCollection,
} from '../errors.js';
import { fieldsOfIndex } from './layout.js';

const { MongoError, MongoInvalidArgumentError, MongoServerError } = mongoose.mongo;

/** Codes of MongoDB's errors (mongo repository: src/mongo/base/error_codes.yml). */
export const codes = {
  namespaceNotFound: 26,
  indexNotFound: 27,
  namespaceExists: 48,
  indexOptionsConflict: 85,
  indexKeySpecsConflict: 86,
  duplicateKey: 11000,
} as const;

/** What a server answers while it starts, ends or hands the lead to another (MongoDB specifications: Retryable Writes). */
const ofTheLead = [6, 7, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436];
/** What it answers while it is busy or full. */
const ofTheHour = [
  24, // LockTimeout
  43, // CursorNotFound
  46, // LockBusy
  50, // MaxTimeMSExpired
  64, // WriteConcernTimeout
  112, // WriteConflict
  175, // QueryPlanKilled
  202, // NetworkInterfaceExceededTimeLimit
  237, // CursorKilled
  11601, // Interrupted
  14031, // OutOfDiskSpace
];
/** What it answers while it does not let the user do what it has to: Unauthorized, AuthenticationFailed. */
const ofTheLogin: ReadonlySet<number> = new Set([13, 18]);
const passing: ReadonlySet<number> = new Set([...ofTheLead, ...ofTheHour]);

const duplicateMessage = /E11000 duplicate key error collection: \S+ index: (\S+) dup key/;
const ofIds = '_id_';

/** What was asked, and where. */
export interface Place {
  readonly collection: string;
  /** `host:port`, several with commas between them. */
  readonly hosts: string;
}

/** Whether the same question may find another answer later. */
export function isPassing(code: number): boolean {
  return passing.has(code);
}

/** What an error of the server with this code comes to. */
export function serverError({ collection, hosts }: Place, code: number, said: string): Error {
  if (isPassing(code)) return new DocumentsUnreachable(hosts, said);
  if (!ofTheLogin.has(code)) return new DocumentsRefused(collection, said);
  return new DocumentsUnusable(
    `MongoDB at ${hosts} does not let the user in MONGODB_URI work on ${collection}: ${said}. Give it the role readWrite there.`,
  );
}

/** The driver's code for what the server said; undefined when the server said nothing. */
export function codeOf(error: unknown): number | undefined {
  return error instanceof MongoServerError && typeof error.code === 'number' ? error.code : undefined;
}

/** Whether the index of the ids was in the way, which makes an error with code 11000 no fault but an answer. */
export function isSameId(message: string | undefined): boolean {
  return duplicateIndex(message) === ofIds;
}

/** MongoDB names the index, and its name tells the fields. */
export function duplicateKey(collection: string, message: string | undefined): DuplicateKey {
  const index = duplicateIndex(message);
  return new DuplicateKey(collection, index === undefined ? [] : fieldsOfIndex(index));
}

/**
 * Does the asking and says in the port's words what went wrong. MongoDB's own errors are not kept: they hold documents
 * and values of theirs.
 */
export async function inOurWords<Result>(place: Place, asking: () => Promise<Result>): Promise<Result> {
  try {
    return await asking();
  } catch (error) {
    if (!(error instanceof MongoError)) throw error;
    const { collection, hosts } = place;
    if (error instanceof MongoInvalidArgumentError) throw new DocumentsRefused(collection, error.message);
    const code = codeOf(error);
    if (code === undefined) throw new DocumentsUnreachable(hosts, error.message);
    if (code === codes.namespaceNotFound) throw new UnknownCollection(collection);
    if (code === codes.duplicateKey) throw duplicateKey(collection, error.message);
    throw serverError(place, code, `error ${code}${nameOf(error)}`);
  }
}

/** The server's own word for the code; a fixed one, unlike its message. */
function nameOf(error: object): string {
  return 'codeName' in error && typeof error.codeName === 'string' ? `, ${error.codeName}` : '';
}

function duplicateIndex(message: string | undefined): string | undefined {
  return message === undefined ? undefined : duplicateMessage.exec(message)?.[1];
}
