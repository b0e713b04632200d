/** Nothing came in time. */
export class NoAnswer extends Error {
  constructor(ms: number) {
    super(`No answer came within ${ms} ms.`);
    this.name = 'NoAnswer';
  }
}

/** What was waited for is given up because the store is being closed. */
export class Closed extends Error {
  constructor() {
    super('The event store is closed.');
    this.name = 'Closed';
  }
}

/**
 * Waits for the work at most so long, whatever the client does: some of its promises never settle. What comes later is
 * ignored.
 * @throws NoAnswer when the time is over
 * @throws Closed as soon as the signal aborts
 */
export async function within<Result>(
  work: Promise<Result>,
  { ms, closing }: { readonly ms: number; readonly closing: AbortSignal },
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  let close = (): void => undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(ms)), ms);
    close = () => reject(new Closed());
    closing.addEventListener('abort', close);
    if (closing.aborted) {
      close();
    }
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    closing.removeEventListener('abort', close);
  }
}
