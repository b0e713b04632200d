const forbidden = new Set(['__proto__', 'constructor', 'prototype']);
/** Any of the words, or an escape in which one could hide. */
const suspicious = /__proto__|constructor|prototype|\\u/;

/**
 * The first key in parsed JSON that could reach an object's prototype, or undefined. The text is looked at first: only
 * when it holds one of the words at all is the value walked, since nearly no event does.
 */
export function forbiddenKey(text: string, value: unknown): string | undefined {
  return suspicious.test(text) ? findKey(value) : undefined;
}

function findKey(root: unknown): string | undefined {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (forbidden.has(key)) return key;
      open.push(inner);
    }
  }
  return undefined;
}
