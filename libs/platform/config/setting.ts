/** A kind of value that a setting may have. */
export interface ValueType<Value> {
  /** As the README's table names it, e.g. `port`. */
  readonly label: string;
  /**
   * The value that the text stands for.
   * @throws InvalidValue with a sentence that never repeats the text
   */
  parse(text: string): Value;
}

/** Text that a setting cannot have; the message completes the sentence "PORT …". */
export class InvalidValue extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidValue';
  }
}

/** One setting: how it is called in the environment and what it means. */
export interface Setting<Value> {
  /** Name of the environment variable. A secret is also read from the file that `NAME_FILE` names. */
  readonly name: string;
  readonly type: ValueType<Value>;
  readonly secret: boolean;
  /** As text, as an operator would write it; undefined when the setting may be left out. */
  readonly default: string | undefined;
  /** One sentence on what it does. */
  readonly description: string;
}

interface Wording {
  readonly secret?: boolean;
  readonly description: string;
}

/** A setting that always has a value. */
export function setting<Value>(
  name: string,
  type: ValueType<Value>,
  wording: Wording & { readonly default: string },
): Setting<Value> {
  return {
    name,
    type,
    secret: wording.secret ?? false,
    default: wording.default,
    description: wording.description,
  };
}

/** A setting that may be left out. */
export function optional<Value>(
  name: string,
  type: ValueType<Value>,
  wording: Wording,
): Setting<Value | undefined> {
  return {
    name,
    type,
    secret: wording.secret ?? false,
    default: undefined,
    description: wording.description,
  };
}
