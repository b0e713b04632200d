import type { Collection, Documents } from '../../port.js';
import { freshCollections } from './fresh-collections.js';

interface Deploy {
  readonly id: string;
  readonly revision: number;
  readonly organization: string;
  readonly state: string;
}

function deploy(id: string, revision = 1, state = `state of ${revision}`): Deploy {
  return { id, revision, organization: 'acme', state };
}

export function writeContract(open: () => Promise<Documents>): void {
  describe('writing', () => {
    const fresh = freshCollections(open);
    let deploys: Collection<Deploy>;

    beforeEach(async () => {
      deploys = await fresh.collection<Deploy>([{ fields: ['organization', 'state'] }]);
    });

    describe('what is missing', () => {
      it('writes new documents, leaves the others as they are and says which were new', async () => {
        await deploys.put([deploy('a', 1, 'first')]);
        const written = await deploys.insertMissing([deploy('a', 2, 'second'), deploy('b', 2, 'second')]);

        expect(written).toEqual(['b']);
        expect((await deploys.get('a'))?.state).toBe('first');
        expect((await deploys.get('b'))?.state).toBe('second');
      });

      it('takes the first of two with one id', async () => {
        const written = await deploys.insertMissing([deploy('a', 1, 'first'), deploy('a', 2, 'second')]);

        expect(written).toEqual(['a']);
        expect((await deploys.get('a'))?.state).toBe('first');
      });

      it('takes nothing for nothing', async () => {
        expect(await deploys.insertMissing([])).toEqual([]);
      });
    });

    describe('whatever is there', () => {
      it('overwrites the whole document', async () => {
        const notes = await fresh.collection<{ id: string; old?: string; new?: string }>([]);
        await notes.put([{ id: 'a', old: 'yes' }]);
        await notes.put([{ id: 'a', new: 'yes' }]);
        expect(await notes.get('a')).toEqual({ id: 'a', new: 'yes' });
      });

      it('also with a lower revision', async () => {
        await deploys.put([deploy('a', 7)]);
        await deploys.put([deploy('a', 3)]);
        expect((await deploys.get('a'))?.revision).toBe(3);
      });

      it('takes the last of two with one id', async () => {
        await deploys.put([deploy('a', 1, 'first'), deploy('a', 1, 'second')]);
        expect((await deploys.get('a'))?.state).toBe('second');
      });

      it('is found by its new fields and no longer by its old ones', async () => {
        await deploys.put([deploy('a', 1, 'old')]);
        await deploys.put([deploy('a', 1, 'new')]);

        expect(await deploys.count({ organization: 'acme', state: 'old' })).toBe(0);
        expect(await deploys.count({ organization: 'acme', state: 'new' })).toBe(1);
      });

      it('is not touched by what the caller does to the document afterwards', async () => {
        const changing = { ...deploy('a', 1, 'as written') };
        const written = deploys.put([changing]);
        changing.state = 'changed since';
        await written;

        expect((await deploys.get('a'))?.state).toBe('as written');
      });

      it('refuses a document without an id', async () => {
        await expect(deploys.put([{ ...deploy('a'), id: '' }])).rejects.toThrow(TypeError);
        expect(await deploys.count({})).toBe(0);
      });

      it('refuses a list or an object in an indexed field', async () => {
        const odd = await fresh.collection<{ id: string; build: unknown }>([{ fields: ['build.sha'] }]);
        const refused = { code: 'unindexable-value', field: 'build.sha' };

        await expect(odd.put([{ id: 'a', build: { sha: ['1'] } }])).rejects.toMatchObject(refused);
        await expect(odd.put([{ id: 'a', build: { sha: {} } }])).rejects.toMatchObject(refused);
        await expect(odd.put([{ id: 'a', build: [{ sha: '1' }] }])).rejects.toMatchObject(refused);
        expect(await odd.count({})).toBe(0);
      });
    });

    describe('what is newer', () => {
      it('writes new documents and higher revisions and says which it wrote', async () => {
        await deploys.put([deploy('a', 1), deploy('b', 5), deploy('c', 5)]);
        const written = await deploys.putNewer([
          deploy('a', 2),
          deploy('b', 5, 'same'),
          deploy('c', 4),
          deploy('d', 1),
        ]);

        expect(written).toEqual(['a', 'd']);
        const revisions = (await deploys.find({ where: {} })).map(({ id, revision }) => [id, revision]);
        expect(revisions).toEqual([
          ['a', 2],
          ['b', 5],
          ['c', 5],
          ['d', 1],
        ]);
        expect((await deploys.get('b'))?.state).toBe('state of 5');
      });

      it.each([
        ['rising', [1, 2, 3]],
        ['falling', [3, 2, 1]],
      ])('keeps the highest of several with one id in %s order', async (_name, revisions) => {
        const written = await deploys.putNewer(revisions.map((revision) => deploy('a', revision)));

        expect(written).toEqual(['a']);
        expect((await deploys.get('a'))?.revision).toBe(3);
      });

      it('takes revision 0 for a first one', async () => {
        expect(await deploys.putNewer([deploy('a', 0)])).toEqual(['a']);
        expect(await deploys.putNewer([deploy('a', 0)])).toEqual([]);
      });

      it('refuses a revision that is no whole number', async () => {
        await expect(deploys.putNewer([deploy('a', Number.NaN)])).rejects.toThrow(TypeError);
        await expect(deploys.putNewer([deploy('a', 1.5)])).rejects.toThrow(TypeError);
      });
    });

    describe('in place of an expected revision', () => {
      it('writes when the stored revision is the expected one', async () => {
        await deploys.put([deploy('a', 3)]);

        expect(await deploys.replace(deploy('a', 4), 3)).toBe(true);
        expect((await deploys.get('a'))?.revision).toBe(4);
      });

      it.each([2, 4])('writes nothing when another is stored (expected %i)', async (expected) => {
        await deploys.put([deploy('a', 3)]);

        expect(await deploys.replace(deploy('a', 9), expected)).toBe(false);
        expect((await deploys.get('a'))?.revision).toBe(3);
      });

      it('writes nothing when none is stored', async () => {
        expect(await deploys.replace(deploy('a', 2), 1)).toBe(false);
        expect(await deploys.get('a')).toBeUndefined();
      });

      it('writes a first one only when there is none', async () => {
        expect(await deploys.replace(deploy('a', 1, 'first'), undefined)).toBe(true);
        expect(await deploys.replace(deploy('a', 1, 'second'), undefined)).toBe(false);
        expect((await deploys.get('a'))?.state).toBe('first');
      });

      it('can go back to a lower revision', async () => {
        await deploys.put([deploy('a', 3)]);
        expect(await deploys.replace(deploy('a', 1), 3)).toBe(true);
      });
    });

    describe('nothing: removal', () => {
      it('removes the documents and no others', async () => {
        await deploys.put([deploy('a'), deploy('b'), deploy('c')]);
        await deploys.remove(['a', 'c']);

        expect((await deploys.find({ where: { organization: 'acme' } })).map(({ id }) => id)).toEqual(['b']);
        expect(await deploys.get('a')).toBeUndefined();
      });

      it('does nothing for ids that are not there', async () => {
        await deploys.put([deploy('a')]);
        await deploys.remove(['z']);
        await deploys.remove([]);
        expect(await deploys.count({})).toBe(1);
      });

      it('leaves room for a new document with the same id', async () => {
        await deploys.put([deploy('a', 7)]);
        await deploys.remove(['a']);

        expect(await deploys.putNewer([deploy('a', 1)])).toEqual(['a']);
        expect((await deploys.get('a'))?.revision).toBe(1);
      });

      it('keeps all removals that come together', async () => {
        const ids = Array.from({ length: 20 }, (_, index) => `d${index}`);
        await deploys.put(ids.map((id) => deploy(id)));
        await Promise.all(ids.slice(1).map((id) => deploys.remove([id])));
        expect((await deploys.find({ where: {} })).map(({ id }) => id)).toEqual(['d0']);
      });
    });
  });
}
