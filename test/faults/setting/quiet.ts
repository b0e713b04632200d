import { eventually } from '../../e2e/setting/eventually.js';
import type { Product } from '../../e2e/setting/product.js';

/** Resolves when every consumer of a running product has handled all that lies on its topics, twice in a row. */
export async function quiet(product: Pick<Product, 'management'>): Promise<void> {
  let calm = 0;
  await eventually(async () => {
    const text = await (await fetch(`${product.management}/metrics`)).text();
    const behind = text.split('\n').filter((line) => /^bus_lag_records\{.*\} [1-9]/.test(line));
    calm = behind.length === 0 ? calm + 1 : 0;
    if (calm < 10) throw new Error(`Still behind: ${behind.join(', ')}`);
  }, 60_000);
}
