/** Resolves as soon as the condition holds, which is looked at once in each turn of the event loop. */
export async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
