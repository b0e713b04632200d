import type { UUID as WireUuid } from '@eventstore/db-client/generated/shared_pb.js';
import { UUID } from './messages.js';

const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NIL = '00000000-0000-0000-0000-000000000000';

function hexOf(bits: string): string {
  return BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');
}

/** A UUID of the wire in lower case; undefined when it is none, or the one of zeros, which the server refuses. */
export function uuidTextOf(uuid: WireUuid | undefined): string | undefined {
  if (uuid === undefined) return undefined;
  const structured = uuid.getStructured();
  const text =
    structured === undefined
      ? uuid.getString().toLowerCase()
      : `${hexOf(structured.getMostSignificantBits())}${hexOf(structured.getLeastSignificantBits())}`.replace(
          /^(.{8})(.{4})(.{4})(.{4})(.{12})$/,
          '$1-$2-$3-$4-$5',
        );
  return CANONICAL.test(text) && text !== NIL ? text : undefined;
}

/** A UUID as the wire writes it when the client asked for text. */
export function wireUuid(text: string): WireUuid {
  return new UUID().setString(text);
}
