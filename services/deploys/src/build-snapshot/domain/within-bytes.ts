/** Items as far as they fit into some bytes of JSON, in their order, and how many are left out. */
export interface Fitting<Item> {
  readonly items: readonly Item[];
  readonly omitted: number;
}

/** The first of the items: all that come before their JSON in UTF-8, commas included, is larger than `most` bytes. */
export function withinBytes<Item>(items: readonly Item[], most: number): Fitting<Item> {
  let bytes = 0;
  const tooMuch = items.findIndex((item) => {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    return bytes > most;
  });
  const fitting = tooMuch === -1 ? items.length : tooMuch;
  return { items: items.slice(0, fitting), omitted: items.length - fitting };
}
