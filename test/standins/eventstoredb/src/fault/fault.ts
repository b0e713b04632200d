/** What goes wrong on request. `written` says whether the append reaches the log before it goes wrong. */
export type Fault =
  /** Appends are never answered. */
  | { readonly kind: 'silent'; readonly written: boolean }
  /** Appends are answered with UNAVAILABLE. */
  | { readonly kind: 'unavailable'; readonly written: boolean }
  /** The connection of the append is cut before it is answered. */
  | { readonly kind: 'cut'; readonly written: boolean }
  /** Appends are refused because this is not the leader; the leader is said to be there. */
  | { readonly kind: 'not-leader'; readonly host: string; readonly port: number }
  /** Subscriptions end without a word: status OK, no error. */
  | { readonly kind: 'end-subscription' }
  /** The question for the server's features is answered with PERMISSION_DENIED. */
  | { readonly kind: 'deny-features' }
  /** Appends and reads begin so much later. */
  | { readonly kind: 'slow'; readonly delayMs: number };

export type FaultKind = Fault['kind'];

/** Where and how often a fault happens. */
export interface FaultScope {
  /** Only for streams whose names begin so; default: for all. A subscription to everything is one to `$all`. */
  readonly stream?: string;
  /** How often; default: until it is taken back. */
  readonly times?: number;
}
