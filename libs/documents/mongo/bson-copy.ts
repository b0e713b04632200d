import { isStorableText, storableText } from '../storable-text.js';

/** What BSON can hold of a document. */
export interface BsonCopy {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Whether reading `fields` gives just what reading the document's JSON gives. */
  readonly isExact: boolean;
  /** Whether the document holds JSON alone: nothing that shows itself as something else there, as dates do. */
  readonly isJson: boolean;
}

/** The server takes a nesting of 100 (MongoDB docs: Limits, Nested Depth for BSON Documents). */
const deepest = 90;
/**
 * Keys that the driver or the server reads something into, or that are no text in UTF-8. BSON's keys end at NUL.
 */
const unholdableKey = /^(?:\$|__proto__$|_bsontype$)|[\0\p{Surrogate}]/u;

/**
 * A copy for BSON. Where BSON cannot hold something the copy is as near as it gets: keys are left out, text is as an
 * engine can store it, nesting ends.
 */
export function bsonCopy(document: object): BsonCopy {
  const copying = new Copying();
  const fields = copying.fields(document, 1);
  return { fields, isExact: copying.isExact, isJson: copying.isJson };
}

class Copying {
  isExact = true;
  isJson = true;

  fields(object: object, depth: number): Record<string, unknown> {
    if (!isPlain(object)) this.isJson = false;
    const copy: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(object)) {
      if (value === undefined) continue;
      if (unholdableKey.test(key)) this.isExact = false;
      else copy[key] = this.value(value, depth);
    }
    return copy;
  }

  private value(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case 'boolean':
        return value;
      case 'string':
        return this.text(value);
      case 'number':
        return Number.isFinite(value) ? value + 0 : null;
      case 'object':
        return value === null ? null : this.object(value, depth + 1);
      default:
        this.isJson = false;
        return null;
    }
  }

  private text(text: string): string {
    if (isStorableText(text)) return text;
    this.isExact = false;
    return storableText(text);
  }

  private object(object: object, depth: number): unknown {
    if (depth > deepest) {
      this.isExact = false;
      return null;
    }
    if (Array.isArray(object)) return object.map((item) => this.value(item, depth));
    return this.fields(object, depth);
  }
}

function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}
