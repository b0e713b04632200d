import type { StreamAcl } from '../../store/domain/stream-metadata.js';
import { describedStreamOf, isMetadataStream, isSystemStream } from '../../store/domain/stream-name.js';

/** Who makes a call; undefined where somebody without a name does. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

/** What a call wants to do with a stream. */
export type StreamAction = 'read' | 'write' | 'delete';

/** What is said of a stream's access, from the closest to the farthest. */
export interface EffectiveAcls {
  readonly stream: StreamAcl | undefined;
  readonly settings: { readonly user: StreamAcl | undefined; readonly system: StreamAcl | undefined };
}

const EVERYBODY = '$all';
const ADMINS = '$admins';

function rightFor(action: StreamAction, onMetadata: boolean): keyof StreamAcl | undefined {
  if (!onMetadata) return action;
  switch (action) {
    case 'read':
      return 'metadataRead';
    case 'write':
      return 'metadataWrite';
    case 'delete':
      return undefined;
  }
}

/**
 * Whether a user may do something with a stream (EventStore.Core/Authorization/LegacyStreamPermissionAssertion.cs and
 * IndexReader.cs, `GetEffectiveAcl`): administrators may do everything, others what the stream's metadata, the stream
 * `$settings` or the defaults allow one of their roles. `$all` can be read only, by administrators if nothing else is
 * said. Nobody without a name may do anything.
 */
export function mayAccess(
  user: User | undefined,
  action: StreamAction,
  stream: string,
  aclsOf: (stream: string) => EffectiveAcls,
): boolean {
  if (user === undefined) return false;
  if (stream === '$all' && action !== 'read') return false;
  const onMetadata = isMetadataStream(stream);
  const right = rightFor(action, onMetadata);
  if (right === undefined) return false;
  const roles = [user.name, ...user.groups];
  if (roles.includes(ADMINS) || user.name === 'admin') return true;
  const subject = onMetadata ? describedStreamOf(stream) : stream;
  const { stream: ofStream, settings } = aclsOf(subject);
  const system = isSystemStream(subject);
  const fromSettings = system ? settings.system : settings.user;
  const allowed = ofStream?.[right] ?? fromSettings?.[right] ?? [system ? ADMINS : EVERYBODY];
  return allowed.includes(EVERYBODY) || allowed.some((role) => roles.includes(role));
}
