import type { Metadata } from '@grpc/grpc-js';
import { mayAccess, type StreamAction, type User } from '../access/domain/access.js';
import { userShownBy, type Account } from '../access/users.js';
import { accessDenied, unauthenticated } from '../protocol/rpc-error.js';
import { readDefaultAcls } from '../store/domain/stream-metadata.js';
import type { Store } from '../store/store.js';

/** What calls are counted as. */
export type CallKind = 'append' | 'batchAppend' | 'read' | 'subscribe' | 'delete' | 'features' | 'gossip';

/** Counts calls, and lets through those of people who may make them. Without accounts everybody may do everything. */
export class CallGate {
  private readonly counts = new Map<CallKind, number>();

  constructor(
    private readonly accounts: readonly Account[],
    private readonly store: Store,
  ) {}

  get calls(): Readonly<Partial<Record<CallKind, number>>> {
    return Object.fromEntries(this.counts);
  }

  count(kind: CallKind): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  /** Who calls, undefined for somebody without a name; throws UNAUTHENTICATED when the credentials are wrong. */
  identify(metadata: Metadata): User | undefined {
    const header = metadata.get('authorization')[0];
    if (this.accounts.length === 0 || header === undefined) return undefined;
    const user = userShownBy(String(header), this.accounts);
    if (user === undefined) throw unauthenticated();
    return user;
  }

  /** Throws PERMISSION_DENIED when the user may not do that. */
  allow(user: User | undefined, action: StreamAction, stream: string): void {
    if (this.accounts.length === 0) return;
    const settings = this.store.eventsOf('$settings').at(-1)?.data;
    const acls = (name: string) => ({
      stream: this.store.metadataOf(name).acl,
      settings: readDefaultAcls(settings ?? new Uint8Array()),
    });
    if (!mayAccess(user, action, stream, acls)) throw accessDenied();
  }
}
