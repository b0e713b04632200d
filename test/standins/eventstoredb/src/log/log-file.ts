import { open, type FileHandle, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { decodeLine, encodeLine, type LogWrite } from './domain/log-line.js';

const LINE_FEED = 0x0a;

/** Where writes are kept for good. */
export interface LogStorage {
  /** Resolves when the writes would survive the end of this process and of the machine. */
  keep(writes: readonly LogWrite[]): Promise<void>;
  close(): Promise<void>;
}

/** Storage that forgets everything with its process. */
export const MEMORY: LogStorage = { keep: async () => undefined, close: async () => undefined };

/** A log in a file: what it held, and where to write on. */
export interface OpenedLog {
  readonly writes: readonly LogWrite[];
  readonly storage: LogStorage;
  /** Bytes of a torn last line that were cut off. */
  readonly cutBytes: number;
}

/**
 * Opens the log of a folder, which is made where it is missing. A last line that a killed process left unfinished is
 * cut off; it was never acknowledged. Throws when a line before it makes no sense.
 */
export async function openLogFile(folder: string): Promise<OpenedLog> {
  await mkdir(folder, { recursive: true });
  const file = await open(path.join(folder, 'log.ndjson'), 'a+');
  try {
    const bytes = await file.readFile();
    const whole = bytes.lastIndexOf(LINE_FEED) + 1;
    if (whole < bytes.length) await file.truncate(whole);
    const writes = linesOf(bytes.subarray(0, whole)).map((line, index) => decodeNumbered(line, index + 1));
    return { writes, storage: fileStorage(file), cutBytes: bytes.length - whole };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function linesOf(bytes: Buffer): readonly string[] {
  return bytes.toString('utf8').split('\n').slice(0, -1);
}

function decodeNumbered(line: string, number: number): LogWrite {
  try {
    return decodeLine(line);
  } catch (cause) {
    throw new Error(`Line ${String(number)} of the log makes no sense.`, { cause });
  }
}

function fileStorage(file: FileHandle): LogStorage {
  return {
    keep: async (writes) => {
      await file.appendFile(writes.map(encodeLine).join(''));
      await file.datasync();
    },
    close: () => file.close(),
  };
}
