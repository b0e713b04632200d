import { setTimeout } from 'node:timers/promises';

/** Looks every 20 ms until `look` gives the expected value; for what cannot tell by itself. The test's timeout bounds it. */
export async function eventually<Value>(
  look: () => Promise<Value>,
  expected: (value: Value) => boolean,
): Promise<Value> {
  for (;;) {
    const value = await look();
    if (expected(value)) return value;
    await setTimeout(20);
  }
}
