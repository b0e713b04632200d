import { allHandled, observed, publishAll, shaOf } from './facts.js';
import type { RunningProduct } from './running-product.js';

/** So many builds are looked at in a measurement, whatever the number of builds stored, … */
const lookedAt = 1_000;
/** … each so often, … */
const rounds = 10;
/** … and so many of them belong to deploys. */
const deployed = 20;

/**
 * Facts per second from the bus to the read model, durable, with so many builds stored. The facts are new looks at
 * builds that are there, some of which belong to deploys.
 */
export async function factsPerSecond(
  product: RunningProduct,
  connection: string,
  storedCounts: readonly number[],
  say: (text: string) => void,
): Promise<Record<string, number>> {
  const { bus, request } = product;
  const startMs = Date.now();
  const rates: Record<string, number> = {};
  let stored = 0;
  for (const count of storedCounts) {
    say(`Storing ${count} builds …`);
    await publishAll(
      bus,
      range(stored, count).map((number) => observed(connection, number, 0, startMs)),
    );
    await allHandled(bus);
    if (stored === 0) {
      await rate(product, connection, count, startMs);
      for (const number of range(0, deployed)) {
        await request('POST', '/deploys', { codeDeployment: 'shop', sha: shaOf(number) });
      }
    }
    stored = count;
    rates[String(count)] = await rate(product, connection, count, startMs);
  }
  return rates;
}

async function rate(
  { bus }: RunningProduct,
  connection: string,
  stored: number,
  startMs: number,
): Promise<number> {
  const round = 1 + Math.floor((Date.now() - startMs) / 1_000);
  const numbers = [...range(0, deployed), ...spread(deployed, stored, lookedAt - deployed)];
  const facts = range(0, rounds).flatMap((again) =>
    numbers.map((number) => observed(connection, number, round + again, startMs)),
  );
  const began = performance.now();
  await publishAll(bus, facts);
  await allHandled(bus);
  return Math.round((facts.length * 1_000) / (performance.now() - began));
}

/** So many numbers between two, evenly apart. */
function spread(from: number, to: number, count: number): number[] {
  return range(0, count).map((index) => from + Math.floor((index * (to - from)) / count));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
