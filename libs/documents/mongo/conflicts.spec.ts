import { writeThroughConflicts } from './conflicts.js';
import type { Row } from './row.js';
import type { Outcome, Write } from './unordered-writes.js';

const rows: Row[] = ['a', 'b', 'c'].map((id) => ({ id, stored: { _id: id } }));
const first = (row: Row): Write => ({ insertOne: { document: row.stored } });
const again = (row: Row): Write => ({ replaceOne: { filter: { _id: row.id }, replacement: row.stored } });

/** A server where each document meets another one with its id so many times. */
function serverWith(conflicts: Record<string, number>) {
  const calls: string[][] = [];
  const left = new Map(Object.entries(conflicts));
  const write = (writes: readonly Write[]): Promise<Outcome> => {
    const ids = writes.map((each) => JSON.stringify(each).replace(/^.*"_id":"(.)".*$/, '$1'));
    calls.push(writes.map((each, place) => `${Object.keys(each)[0]} ${ids[place]}`));
    const met = ids.flatMap((id, place) => ((left.get(id) ?? 0) > 0 ? [place] : []));
    for (const id of ids) left.set(id, (left.get(id) ?? 0) - 1);
    return Promise.resolve({ conflicts: new Set(met), matched: 0 });
  };
  return { calls, write };
}

describe('Writing through conflicts', () => {
  it('writes once what meets none', async () => {
    const { calls, write } = serverWith({});
    expect(await writeThroughConflicts(rows, write, first, again)).toEqual([]);
    expect(calls).toEqual([['insertOne a', 'insertOne b', 'insertOne c']]);
  });

  it('writes again what meets one, and only that, the other way', async () => {
    const { calls, write } = serverWith({ a: 1, c: 2 });
    expect(await writeThroughConflicts(rows, write, first, again)).toEqual([]);
    expect(calls.slice(1)).toEqual([['replaceOne a', 'replaceOne c'], ['replaceOne c']]);
  });

  it('gives up after three times, and says on what', async () => {
    const { calls, write } = serverWith({ b: 100 });
    expect(await writeThroughConflicts(rows, write, first, again)).toEqual([rows[1]]);
    expect(calls).toHaveLength(4);
  });

  it('writes nothing again that failed', async () => {
    const fails = () => Promise.reject(new Error('no primary'));
    await expect(writeThroughConflicts(rows, fails, first, again)).rejects.toThrow('no primary');
  });
});
