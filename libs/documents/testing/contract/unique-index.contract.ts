import type { Collection, Documents } from '../../port.js';
import { freshCollections } from './fresh-collections.js';

interface Connection {
  readonly id: string;
  readonly revision: number;
  readonly organization: string;
  readonly label?: string | null;
}

function connection(id: string, label?: string | null, revision = 1): Connection {
  return { id, revision, organization: 'acme', ...(label === undefined ? {} : { label }) };
}

export function uniqueIndexContract(open: () => Promise<Documents>): void {
  describe('a unique index', () => {
    const fresh = freshCollections(open);
    let connections: Collection<Connection>;
    const duplicate = { code: 'duplicate-key', fields: ['organization', 'label'] };

    beforeEach(async () => {
      connections = await fresh.collection<Connection>([{ fields: ['organization', 'label'], unique: true }]);
      await connections.put([connection('a', 'main')]);
    });

    it.each<[string, (document: Connection) => Promise<unknown>]>([
      ['insertMissing', (document) => connections.insertMissing([document])],
      ['put', (document) => connections.put([document])],
      ['putNewer', (document) => connections.putNewer([document])],
      ['replace', (document) => connections.replace(document, undefined)],
    ])('refuses a second document from %s', async (_name, write) => {
      await expect(write(connection('b', 'main'))).rejects.toMatchObject(duplicate);
      expect(await connections.get('b')).toBeUndefined();
    });

    it('refuses a change into a duplicate and keeps the document as it was', async () => {
      await connections.put([connection('b', 'other')]);

      await expect(connections.replace(connection('b', 'main', 2), 1)).rejects.toMatchObject(duplicate);
      await expect(connections.putNewer([connection('b', 'main', 2)])).rejects.toMatchObject(duplicate);
      await expect(connections.put([connection('b', 'main', 2)])).rejects.toMatchObject(duplicate);
      expect(await connections.get('b')).toEqual(connection('b', 'other'));
    });

    it('names the collection and the fields but not the values', async () => {
      const error: unknown = await connections
        .put([connection('b', 'main')])
        .catch((thrown: unknown) => thrown);

      expect(error).toMatchObject({ name: 'DuplicateKey', ...duplicate });
      expect(String(error)).toContain('organization, label');
      expect(String(error)).not.toContain('main');
    });

    it('lets a document keep its own key', async () => {
      await connections.put([connection('a', 'main', 2)]);
      expect((await connections.get('a'))?.revision).toBe(2);
    });

    it('is no hindrance to what would not be written anyway', async () => {
      await connections.put([connection('b', 'other', 5)]);

      expect(await connections.insertMissing([connection('b', 'main')])).toEqual([]);
      expect(await connections.putNewer([connection('b', 'main', 4)])).toEqual([]);
      expect(await connections.replace(connection('b', 'main'), 4)).toBe(false);
      expect(await connections.replace(connection('b', 'main'), undefined)).toBe(false);
    });

    it('binds only documents with a value in each of its fields', async () => {
      await connections.put([connection('b'), connection('c'), connection('d', null), connection('e', null)]);
      expect(await connections.count({})).toBe(5);
    });

    it('tells text, numbers and booleans apart', async () => {
      const values = await fresh.collection<{ id: string; value: unknown }>([
        { fields: ['value'], unique: true },
      ]);
      const different = [
        '1',
        1,
        true,
        'true',
        '',
        0,
        false,
        '\ud800',
        '\ud801',
        '\uffffd800',
        'É',
        'é',
        'e\u0301',
      ];
      await values.put(different.map((value, index) => ({ id: `${index}`, value })));
      expect(await values.count({})).toBe(different.length);
    });

    it('is free again when its document is changed or removed', async () => {
      await connections.put([connection('a', 'renamed')]);
      await connections.put([connection('b', 'main')]);
      await connections.remove(['b']);
      await connections.put([connection('c', 'main')]);
      expect(
        (await connections.find({ where: { organization: 'acme', label: 'main' } })).map(({ id }) => id),
      ).toEqual(['c']);
    });

    it('does not keep others of the same turn from being written', async () => {
      const outcomes = await Promise.allSettled([
        connections.put([connection('b', 'left')]),
        connections.put([connection('c', 'main')]),
        connections.put([connection('d', 'right')]),
      ]);

      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await connections.find({ where: {} })).map(({ id }) => id)).toEqual(['a', 'b', 'd']);
    });

    it('leaves the rest of a refused call to be repeated', async () => {
      await expect(connections.put([connection('b', 'left'), connection('c', 'main')])).rejects.toMatchObject(
        duplicate,
      );
      await connections.put([connection('b', 'left')]);
      expect((await connections.find({ where: {} })).map(({ id }) => id)).toEqual(['a', 'b']);
    });
  });
}
