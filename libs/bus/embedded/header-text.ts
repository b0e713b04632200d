/** Headers as text in which every byte is kept: pairs of name and value, a character per byte. */
export function headersToText(headers: Readonly<Record<string, Buffer | string>> = {}): string {
  const pairs = Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString('latin1')]);
  return JSON.stringify(pairs);
}

/** The headers in a text made by `headersToText`. */
export function headersFromText(text: string): Readonly<Record<string, Buffer>> {
  const pairs = JSON.parse(text) as [name: string, value: string][];
  return Object.fromEntries(pairs.map(([name, value]) => [name, Buffer.from(value, 'latin1')]));
}
