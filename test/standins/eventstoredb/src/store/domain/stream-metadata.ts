import { TOMBSTONE_REVISION } from '../../log/domain/recorded-event.js';

/** Who may do what with a stream; a missing right is decided by the defaults. */
export interface StreamAcl {
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly delete?: readonly string[];
  readonly metadataRead?: readonly string[];
  readonly metadataWrite?: readonly string[];
}

/** What the metadata of a stream says that the server acts on. */
export interface StreamMetadata {
  readonly maxCount?: number;
  /** Seconds. */
  readonly maxAge?: number;
  /** Events with lower numbers are not read any more. */
  readonly truncateBefore?: number;
  readonly acl?: StreamAcl;
}

const RIGHTS = {
  $r: 'read',
  $w: 'write',
  $d: 'delete',
  $mr: 'metadataRead',
  $mw: 'metadataWrite',
} as const satisfies Record<string, keyof StreamAcl>;

function objectIn(data: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** The access rights that a JSON object spells with `$r`, `$w`, `$d`, `$mr` and `$mw`: a role or a list of them. */
export function readAcl(value: unknown): StreamAcl | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const acl: Partial<Record<keyof StreamAcl, readonly string[]>> = {};
  for (const [key, right] of Object.entries(RIGHTS)) {
    const roles: unknown = (value as Record<string, unknown>)[key];
    if (typeof roles === 'string') acl[right] = [roles];
    else if (Array.isArray(roles)) acl[right] = roles.filter((role) => typeof role === 'string');
  }
  return acl;
}

/** The metadata that an event of a metadata stream carries; data that is no JSON object says nothing. */
export function readStreamMetadata(data: Uint8Array): StreamMetadata {
  const { $maxCount, $maxAge, $tb, $acl } = objectIn(data);
  const acl = readAcl($acl);
  return {
    ...(typeof $maxCount === 'number' && { maxCount: $maxCount }),
    ...(typeof $maxAge === 'number' && { maxAge: $maxAge }),
    ...(typeof $tb === 'number' && { truncateBefore: $tb }),
    ...(acl !== undefined && { acl }),
  };
}

/** The data of the metadata event that deletes a stream softly. */
export const SOFT_DELETE_DATA: Uint8Array = Buffer.from('{"$tb":9223372036854775807}');

export function isSoftDeleted({ truncateBefore }: StreamMetadata): boolean {
  return truncateBefore === TOMBSTONE_REVISION;
}

/** The metadata of a stream that begins anew at a revision: as it was, but read from there. */
export function undeletedData(data: Uint8Array, revision: number): Uint8Array {
  return Buffer.from(JSON.stringify({ ...objectIn(data), $tb: revision }));
}

/** The default access rights that an event of the stream `$settings` sets. */
export function readDefaultAcls(data: Uint8Array): {
  readonly user: StreamAcl | undefined;
  readonly system: StreamAcl | undefined;
} {
  const { $userStreamAcl, $systemStreamAcl } = objectIn(data);
  return { user: readAcl($userStreamAcl), system: readAcl($systemStreamAcl) };
}
