/**
 * What the work gives, if it does so in time. The work itself goes on.
 * @param late makes the error for work that takes longer than `ms`
 */
export async function withDeadline<Result>(
  work: Promise<Result>,
  ms: number,
  late: () => Error,
): Promise<Result> {
  const timer = Promise.withResolvers<never>();
  const timeout = setTimeout(() => timer.reject(late()), ms);
  try {
    return await Promise.race([work, timer.promise]);
  } finally {
    clearTimeout(timeout);
  }
}

/** Whether the work settles, well or badly, within `ms`. */
export async function settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = Promise.withResolvers<boolean>();
  const timeout = setTimeout(() => timer.resolve(false), ms);
  try {
    const settled = work.then(
      () => true,
      () => true,
    );
    return await Promise.race([settled, timer.promise]);
  } finally {
    clearTimeout(timeout);
  }
}
