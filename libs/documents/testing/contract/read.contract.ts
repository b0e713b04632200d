import type { Collection, Documents } from '../../port.js';
import { freshCollections } from './fresh-collections.js';

interface Note {
  readonly id: string;
  readonly text: string;
}

const texts = {
  'emoji of four bytes': 'deployed 🚀 by 👩‍💻',
  'a lone high surrogate': 'broken \ud83d end',
  'a lone low surrogate': '\ude80 broken',
  'NUL and control characters': 'a\u0000b\u0001\u001f\u007f',
  'line separators': 'one\u2028two\u2029three\r\n',
  'combining and precomposed letters': 'e\u0301 is not \u00e9',
  'the noncharacter U+FFFF': '\uffff\uffffd83d',
  'what looks like JSON, SQL or an operator': `{"$gt":""}'; DROP TABLE x; -- "\\`,
  nothing: '',
  'a hundred thousand letters': 'x'.repeat(100_000),
};

export function readContract(open: () => Promise<Documents>): void {
  describe('reading', () => {
    const fresh = freshCollections(open);
    let notes: Collection<Note>;

    beforeAll(async () => {
      notes = await fresh.collection<Note>([]);
      await notes.put(['a', 'b', 'c'].map((id) => ({ id, text: `text of ${id}` })));
    });

    it('gives a document by its id', async () => {
      expect(await notes.get('b')).toEqual({ id: 'b', text: 'text of b' });
    });

    it('gives nothing for an id that is not there', async () => {
      expect(await notes.get('z')).toBeUndefined();
    });

    it('gives many in the order of the ids and passes over those that are not there', async () => {
      const found = await notes.getMany(['c', 'z', 'a']);
      expect(found.map(({ id }) => id)).toEqual(['c', 'a']);
    });

    it('gives none when none is asked for', async () => {
      expect(await notes.getMany([])).toEqual([]);
    });

    it.each(Object.entries(texts))('gives back %s as it was written', async (_name, text) => {
      await notes.put([{ id: 'odd text', text }]);
      expect((await notes.get('odd text'))?.text).toBe(text);
    });

    it.each([
      ['text with a space', 'a b'],
      ['a slash and a colon', 'acme:build/7'],
      ['emoji', '🚀'],
      ['NUL', 'a\u0000b'],
      ['a lone surrogate', 'x\ud83d'],
    ])('takes %s for an id', async (_name, id) => {
      await notes.put([{ id, text: 'odd id' }]);

      expect(await notes.get(id)).toEqual({ id, text: 'odd id' });
      expect(await notes.insertMissing([{ id, text: 'again' }])).toEqual([]);
    });

    it('tells ids apart that differ in a lone surrogate only', async () => {
      await notes.put([
        { id: '\ud83d', text: 'high' },
        { id: '\ude80', text: 'low' },
        { id: '\ufffd', text: 'replacement character' },
      ]);
      const found = await notes.getMany(['\ud83d', '\ude80', '\ufffd']);
      expect(found.map(({ text }) => text)).toEqual(['high', 'low', 'replacement character']);
    });

    it('keeps the shape of a document', async () => {
      const shapes = await fresh.collection<{ id: string; value: unknown }>([]);
      const values = [
        null,
        true,
        0,
        -1.5,
        1e21,
        9007199254740991,
        [],
        {},
        [[1], { a: [null] }],
        { 'odd.key': 1, '': 2 },
      ];
      await shapes.put(values.map((value, index) => ({ id: `shape-${index}`, value })));

      const found = await shapes.getMany(values.map((_value, index) => `shape-${index}`));
      expect(found.map(({ value }) => value)).toEqual(values);
    });

    it('keeps the order of keys and the names that JavaScript gives to every object', async () => {
      const shapes = await fresh.collection<{ id: string; value: unknown }>([]);
      const json = '{"id":"names","value":{"zebra":1,"apple":{"constructor":2,"toString":3},"__proto__":4}}';
      await shapes.put([JSON.parse(json) as { id: string; value: unknown }]);

      expect(JSON.stringify(await shapes.get('names'))).toBe(json);
    });

    it('leaves out fields that are undefined', async () => {
      const shapes = await fresh.collection<{ id: string; value: unknown }>([]);
      await shapes.put([{ id: 'undefined', value: undefined }]);
      expect(Object.keys((await shapes.get('undefined')) ?? {})).toEqual(['id']);
    });

    it('answers a ping', async () => {
      await expect(fresh.documents().ping()).resolves.toBeUndefined();
    });
  });
}
