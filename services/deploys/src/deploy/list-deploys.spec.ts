import { acme } from '#libs/contracts/testing';
import { rejectionOf } from '#libs/platform/testing';
import { anIdentity, aShop, register } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';
import type { DeployQuery } from './deploy.dto.js';
import { ListDeploys } from './list-deploys.js';

const noon = Date.parse('2026-11-23T11:00:00.000Z');
const shaOf = (number: number) => number.toString(16).padStart(40, '0');
let yard: Yard;

beforeAll(async () => {
  yard = await Yard.open();
  await aShop(yard);
  await aShop(yard, 'globex');
  for (let number = 1; number <= 7; number += 1) {
    const deployedAt = new Date(noon + (number <= 4 ? 0 : number * 1_000));
    await register(yard, { sha: shaOf(number), deployedAt });
  }
  await register(yard, { sha: shaOf(1), environment: 'staging', deployedAt: new Date(noon) });
  const registration = { codeDeployment: acme.codeDeployment, sha: shaOf(1) };
  await yard.deploys.register('globex', registration, anIdentity(), 'key-1');
});
afterAll(() => yard.close());

function page(query: Partial<DeployQuery> = {}, organization = 'acme') {
  return yard.get(ListDeploys).page(organization, { limit: 50, ...query });
}

async function allPages(limit: number, query: Partial<DeployQuery> = {}): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 50; pages += 1) {
    const { items, next } = await page({ ...query, limit, ...(after !== undefined && { after }) });
    expect(items.length).toBeLessThanOrEqual(limit);
    ids.push(...items.map(({ id }) => id));
    if (next === null) return ids;
    after = next;
  }
  throw new Error('The list has no end.');
}

describe('The list of deploys', () => {
  it('has all of an organization, the newest T first', async () => {
    const { items, next } = await page();
    expect(items).toHaveLength(8);
    expect(next).toBeNull();
    const times = items.map(({ deployedAt }) => deployedAt);
    expect(times).toEqual([...times].sort().reverse());
    expect((await page({}, 'globex')).items).toHaveLength(1);
    expect((await page({}, 'nobody')).items).toEqual([]);
  });

  it.each([1, 2, 3, 7, 8])('comes in pages of %d without a gap or a repeat, equal Ts too', async (limit) => {
    const whole = (await page()).items.map(({ id }) => id);
    expect(await allPages(limit)).toEqual(whole);
  });

  it('can be of one environment', async () => {
    const { items } = await page({ environment: 'staging' });
    expect(items.map(({ environment }) => environment)).toEqual(['staging']);
  });

  it('can be of one code deployment', async () => {
    expect((await page({ codeDeployment: 'shop-web' })).items).toHaveLength(8);
    expect((await page({ codeDeployment: 'shop-api' })).items).toEqual([]);
  });

  it('can be of one SHA, in either case, in every environment', async () => {
    const { items } = await page({ sha: shaOf(1).toUpperCase() });
    expect(items.map(({ environment }) => environment).sort()).toEqual(['production', 'staging']);
  });

  it('can be of all of these at once, in pages', async () => {
    const query = { codeDeployment: 'shop-web', environment: 'production' };
    expect(await allPages(3, query)).toHaveLength(7);
    expect((await page({ ...query, sha: shaOf(5) })).items.map(({ sha }) => sha)).toEqual([shaOf(5)]);
  });

  it('refuses a cursor of another list', async () => {
    const { next } = await page({ limit: 1 });
    const after = next ?? '';
    for (const other of [page({ after, environment: 'staging' }), page({ after }, 'globex')])
      expect(await rejectionOf(other)).toMatchObject({ status: 400, code: 'invalid-cursor' });
  });

  it('leaves out what was deleted, and goes on behind it', async () => {
    const { items, next } = await page({ limit: 3 });
    const last = items.at(-1);
    const whole = (await page()).items.map(({ id }) => id);
    await yard.deploys.delete('acme', last?.id ?? '', anIdentity(), 'key-1');
    const rest = await page({ after: next ?? '' });
    expect(rest.items.map(({ id }) => id)).toEqual(whole.slice(3));
    expect((await page()).items.map(({ id }) => id)).not.toContain(last?.id);
  });
});
