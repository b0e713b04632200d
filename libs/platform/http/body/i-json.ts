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
 * Finds what I-JSON forbids and `JSON.parse` lets through or repairs silently: repeated names, halves of surrogate
 * pairs, numbers that do not fit; and names that reach into prototypes, and nesting deeper than 32.
 * @param text valid JSON: the walk relies on it
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const walk = new Walk(text);
  while (!walk.done) {
    const fault = walk.step();
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** A walk along the tokens of a JSON text. */
class Walk {
  /** Names seen in each open object, `undefined` for an open list. */
  readonly #open: (Set<string> | undefined)[] = [];
  #nameComes = false;
  #at = 0;

  constructor(private readonly text: string) {}

  get done(): boolean {
    return this.#at >= this.text.length;
  }

  step(): JsonFault | undefined {
    const character = this.text.charAt(this.#at);
    this.#at += 1;
    switch (character) {
      case '{':
        return this.#enter(new Set());
      case '[':
        return this.#enter(undefined);
      case '}':
      case ']':
        this.#open.pop();
        return undefined;
      case ',':
        this.#nameComes = this.#open.at(-1) !== undefined;
        return undefined;
      case '"':
        return this.#string(this.#at - 1);
      default:
        return /[-\d]/.test(character) ? this.#number(this.#at - 1) : undefined;
    }
  }

  #enter(names: Set<string> | undefined): JsonFault | undefined {
    this.#open.push(names);
    this.#nameComes = names !== undefined;
    if (this.#open.length <= deepest) return undefined;
    return { code: 'nested-too-deeply', message: `is nested deeper than ${deepest}` };
  }

  #string(start: number): JsonFault | undefined {
    while (this.text.charAt(this.#at) !== '"') this.#at += this.text.charAt(this.#at) === '\\' ? 2 : 1;
    this.#at += 1;
    const value = JSON.parse(this.text.slice(start, this.#at)) as string;
    if (!value.isWellFormed()) {
      return { code: 'broken-character', message: 'has half of a surrogate pair, which is no character' };
    }
    return this.#nameComes ? this.#name(value) : undefined;
  }

  #name(name: string): JsonFault | undefined {
    this.#nameComes = false;
    const names = this.#open.at(-1);
    if (forbiddenNames.has(name))
      return { code: 'forbidden-name', message: `has the name ${name}, which is not taken` };
    if (names?.has(name) === true) {
      const shown = JSON.stringify(name.slice(0, 64));
      return { code: 'repeated-name', message: `has the name ${shown} twice in one object` };
    }
    names?.add(name);
    return undefined;
  }

  #number(start: number): JsonFault | undefined {
    numberToken.lastIndex = start;
    const number = numberToken.exec(this.text)?.[0] ?? '';
    this.#at = start + number.length;
    if (Number.isFinite(Number(number))) return undefined;
    return { code: 'number-out-of-range', message: 'has a number that is too large' };
  }
}
