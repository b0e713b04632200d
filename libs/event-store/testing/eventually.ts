/**
 * Resolves as soon as the condition holds, which is looked at once in each turn of the event loop. Gives up after half a
 * minute, so that a test that fails still ends.
 */
export async function eventually(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > deadline) {
      throw new Error('The condition did not come true.');
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
