import type { Fault, FaultScope } from '../fault/fault.js';

type Fields = Readonly<Record<string, unknown>>;

/** A fault that cannot be asked for; the message says what is wrong with it. */
export class FaultRefused extends Error {}

function fieldsOf(body: unknown): Fields {
  if (typeof body !== 'object' || body === null) throw new FaultRefused('A fault is an object.');
  return body as Fields;
}

function take<Value>(
  fields: Fields,
  name: string,
  is: (value: unknown) => value is Value,
): Value | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (!is(value)) throw new FaultRefused(`${name} is not valid.`);
  return value;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;

/** What a body of the control API asks for; throws FaultRefused. */
export function readFault(body: unknown): { readonly fault: Fault; readonly scope: FaultScope } {
  const { fault, ...rest } = fieldsOf(body);
  const stream = take(rest, 'stream', isText);
  const times = take(rest, 'times', isCount);
  return {
    fault: faultOf(fieldsOf(fault)),
    scope: { ...(stream !== undefined && { stream }), ...(times !== undefined && { times }) },
  };
}

function faultOf(fields: Fields): Fault {
  const written = take(fields, 'written', isFlag) ?? false;
  switch (fields['kind']) {
    case 'silent':
    case 'unavailable':
    case 'cut':
      return { kind: fields['kind'], written };
    case 'not-leader': {
      const host = take(fields, 'host', isText) ?? '127.0.0.1';
      return { kind: 'not-leader', host, port: take(fields, 'port', isCount) ?? 0 };
    }
    case 'end-subscription':
    case 'deny-features':
      return { kind: fields['kind'] };
    case 'slow':
      return { kind: 'slow', delayMs: take(fields, 'delayMs', isCount) ?? 0 };
    default:
      throw new FaultRefused(`There is no fault of kind ${String(fields['kind'])}.`);
  }
}
