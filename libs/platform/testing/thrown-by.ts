/**
 * What a call throws, for a test to look at.
 * @throws Error when it throws nothing
 */
export function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}

/**
 * What a promise rejects with, for a test to look at.
 * @throws Error when it resolves
 */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const { reason } = await promise.then(
    () => ({ reason: undefined }),
    (error: unknown) => ({ reason: error }),
  );
  if (reason === undefined) throw new Error('Nothing was thrown.');
  return reason;
}
