import { createCipheriv, createHash } from 'node:crypto';

/** Throws that a seed decides: the same seed gives the same throws in the same order. */
export interface Dice {
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** True in that share (0 to 1) of the cases. */
  chance(share: number): boolean;
  /** @throws Error for an empty list */
  oneOf<Item>(items: readonly Item[]): Item;
  /** One of the names, each as likely as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  uuid(): string;
}

/**
 * Dice for one purpose: what is thrown for another does not change them, so that a plan that gets one more kind of trouble
 * keeps its builds. The numbers are the key stream of AES-128-CTR.
 */
export function diceOf(seed: number, purpose: string): Dice {
  const key = createHash('sha256').update(`${seed} ${purpose}`).digest().subarray(0, 16);
  const stream = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  const share = (): number => stream.update(Buffer.alloc(4)).readUInt32BE() / 2 ** 32;
  const whole = (least: number, most: number): number => least + Math.floor(share() * (most - least + 1));
  const hex = (digits: number): string =>
    stream
      .update(Buffer.alloc(Math.ceil(digits / 2)))
      .toString('hex')
      .slice(0, digits);
  return {
    whole,
    hex,
    chance: (of) => share() < of,
    oneOf(items) {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new Error('There is nothing to choose from.');
      return item;
    },
    weighted(weights) {
      const names = Object.entries(weights) as [keyof typeof weights, number][];
      const total = names.reduce((sum, [, weight]) => sum + weight, 0);
      let left = share() * total;
      return (names.find(([, weight]) => (left -= weight) < 0) ?? names[0] ?? [])[0] as keyof typeof weights;
    },
    uuid: () => `${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}
