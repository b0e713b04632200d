/** The errors in a product's log, each message once with how often it came. Lines that a kill cut off are passed over. */
export function loggedErrors(output: string): readonly string[] {
  const errors = output.split('\n').flatMap((line) => {
    if (!line.includes('"level":"error"')) return [];
    const { message, error } = entryIn(line);
    return message === undefined ? [] : [{ message, detail: JSON.stringify(error)?.slice(0, 400) ?? '' }];
  });
  return [...Map.groupBy(errors, ({ message }) => message)].map(([message, all]) =>
    `${all.length} × ${message} ${all[0]?.detail ?? ''}`.trimEnd(),
  );
}

function entryIn(line: string): { readonly message?: string; readonly error?: unknown } {
  try {
    return JSON.parse(line) as { message?: string; error?: unknown };
  } catch {
    return {};
  }
}
