/** Why a text is JSON but not I-JSON (RFC 7493), or not what a service should read. */
export interface JsonFault {
  readonly code:
    'nested-too-deeply' | 'repeated-name' | 'forbidden-name' | 'broken-character' | 'number-out-of-range';
  readonly message: string;
}

const deepest = 32;
const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype']);
const numberToken = /-?\d[\d.eE+-]*/y;

/**
 * Finds what I-JSON forbids and `JSON.parse` lets through or repairs silently: repeated names, halves of surrogate pairs,
 * numbers that do not fit; and names that reach into prototypes, and nesting deeper than 32.
 * @param text valid JSON: the walk relies on it
 */
export function findJsonFault(text: string): JsonFault | undefined {
  /** Names seen in each open object, `undefined` for an open array. */
  const open: (Set<string> | undefined)[] = [];
  let nameComes = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '{' || character === '[') {
      if (open.length === deepest)
        return { code: 'nested-too-deeply', message: `is nested deeper than ${deepest}` };
      open.push(character === '{' ? new Set() : undefined);
      nameComes = character === '{';
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === ',') {
      nameComes = open.at(-1) !== undefined;
    } else if (character === '"') {
      const end = endOfString(text, at);
      const value = JSON.parse(text.slice(at, end + 1)) as string;
      const fault = stringFault(value, nameComes ? open.at(-1) : undefined);
      if (fault !== undefined) return fault;
      nameComes = false;
      at = end;
    } else if (character === '-' || (character >= '0' && character <= '9')) {
      numberToken.lastIndex = at;
      const number = numberToken.exec(text)?.[0] ?? '';
      if (!Number.isFinite(Number(number)))
        return { code: 'number-out-of-range', message: 'has a number that is too large' };
      at += number.length - 1;
    }
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
  return at;
}

function stringFault(value: string, namesBefore: Set<string> | undefined): JsonFault | undefined {
  if (!value.isWellFormed()) {
    return { code: 'broken-character', message: 'has half of a surrogate pair, which is no character' };
  }
  if (namesBefore === undefined) return undefined;
  if (forbiddenNames.has(value))
    return { code: 'forbidden-name', message: `has the name ${value}, which is not taken` };
  if (namesBefore.has(value)) {
    return {
      code: 'repeated-name',
      message: `has the name ${JSON.stringify(value.slice(0, 64))} twice in one object`,
    };
  }
  namesBefore.add(value);
  return undefined;
}
