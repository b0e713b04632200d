import type { CollectionDefinition, Documents } from '../../port.js';
import { freshCollections } from './fresh-collections.js';

interface Deploy {
  readonly id: string;
  readonly organization: string;
  readonly sha: string;
}

export function provisioningContract(open: () => Promise<Documents>): void {
  describe('provisioning', () => {
    const fresh = freshCollections(open);
    const deploy: Deploy = { id: 'a', organization: 'acme', sha: '1' };

    function definition(
      indexes: CollectionDefinition<Deploy>['indexes'] = [{ fields: ['organization', 'sha'] }],
      name = fresh.name(),
    ): CollectionDefinition<Deploy> {
      return { name, indexes };
    }

    it('makes collections and lists them', async () => {
      const [one, two] = [definition(), definition([])];
      expect(await fresh.documents().list()).not.toContain(one.name);

      await fresh.documents().provision([one, two]);
      expect(await fresh.documents().list()).toEqual(expect.arrayContaining([one.name, two.name]));
    });

    it('can be repeated and keeps what is there', async () => {
      const deploys = definition();
      await fresh.documents().provision([deploys]);
      await fresh.documents().collection(deploys).put([deploy]);
      await fresh.documents().provision([deploys]);
      await Promise.all([fresh.documents().provision([deploys]), fresh.documents().provision([deploys])]);

      expect(await fresh.documents().collection(deploys).get('a')).toEqual(deploy);
    });

    it('makes an index for documents that are there already', async () => {
      const before = definition([]);
      await fresh.documents().provision([before]);
      await fresh
        .documents()
        .collection(before)
        .put([deploy, { ...deploy, id: 'b', sha: '2' }]);

      const after = definition([{ fields: ['organization', 'sha'] }], before.name);
      await fresh.documents().provision([after]);
      const deploys = fresh.documents().collection(after);
      expect(await deploys.find({ where: { organization: 'acme', sha: '2' } })).toEqual([
        { ...deploy, id: 'b', sha: '2' },
      ]);
    });

    it('refuses a unique index that documents which are there break', async () => {
      const before = definition([]);
      await fresh.documents().provision([before]);
      await fresh
        .documents()
        .collection(before)
        .put([deploy, { ...deploy, id: 'b' }]);

      const after = definition([{ fields: ['sha'], unique: true }], before.name);
      await expect(fresh.documents().provision([after])).rejects.toMatchObject({
        code: 'duplicate-key',
        fields: ['sha'],
      });
    });

    it('is asked for by whoever uses a collection that was not made', async () => {
      const missing = fresh.documents().collection(definition());
      const unknown = { code: 'unknown-collection', name: 'UnknownCollection' };

      await expect(missing.get('a')).rejects.toMatchObject(unknown);
      await expect(missing.find({ where: {} })).rejects.toMatchObject(unknown);
      await expect(missing.put([deploy])).rejects.toMatchObject(unknown);
      await expect(missing.remove(['a'])).rejects.toMatchObject(unknown);
    });

    it('is asked for by whoever declares an index that was not made', async () => {
      const before = definition([]);
      await fresh.documents().provision([before]);
      const after = fresh.documents().collection(definition([{ fields: ['sha'] }], before.name));

      await expect(after.put([deploy])).rejects.toMatchObject({ code: 'unknown-collection' });
    });

    it.each([
      '',
      '1st',
      'a b',
      'a"b',
      "a'b",
      'a$b',
      '../a',
      'sqlite_master',
      'system.users',
      'x'.repeat(200),
    ])('refuses the name %j', async (name) => {
      await expect(fresh.documents().provision([definition([], name)])).rejects.toThrow(TypeError);
    });

    it.each([[[]], [['']], [['a b']], [['a"b']], [['$a']], [['a..b']], [['a', 'a']]])(
      'refuses an index on %j',
      async (fields) => {
        await expect(fresh.documents().provision([definition([{ fields }])])).rejects.toThrow(TypeError);
      },
    );

    it('drops a collection with all it holds, and no other', async () => {
      const [dropped, kept] = [definition(), definition()];
      await fresh.documents().provision([dropped, kept]);
      await fresh.documents().collection(dropped).put([deploy]);
      await fresh.documents().collection(kept).put([deploy]);

      await fresh.documents().drop(dropped.name);
      expect(await fresh.documents().list()).not.toContain(dropped.name);
      expect(await fresh.documents().collection(kept).count({})).toBe(1);

      await fresh.documents().provision([dropped]);
      expect(await fresh.documents().collection(dropped).count({})).toBe(0);
    });

    it('drops nothing when there is nothing', async () => {
      await expect(fresh.documents().drop(fresh.name())).resolves.toBeUndefined();
    });
  });

  describe('after closing', () => {
    it('answers no more, and closing again does nothing', async () => {
      const documents = await open();
      await documents.close();
      await documents.close();
      await expect(documents.ping()).rejects.toThrow();
    });
  });
}
