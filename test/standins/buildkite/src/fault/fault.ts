/** Which requests a fault hits; what is not said matches all. */
export interface FaultMatch {
  readonly method?: string;
  /** The path without its query; `*` stands for anything. Default: every path under `/v2`. */
  readonly path?: string;
  /** A part of the decoded query string. */
  readonly query?: string;
  /** The label of the token that the request carries. */
  readonly token?: string;
}

/** What goes wrong with a reply. Waiting times are milliseconds of the machine, never of the stand-in's clock. */
export type Fault =
  /** That status with a JSON message. */
  | { readonly kind: 'status'; readonly status: number; readonly message?: string }
  /** That status (502) with the HTML page of a proxy. */
  | { readonly kind: 'html'; readonly status?: number }
  /** 429 of that scope, over in so many seconds; the other scope's window ends later. */
  | { readonly kind: 'rate-limit'; readonly scope: 'rest' | 'rest_user'; readonly resetSeconds: number }
  /** The request is taken up late: its `Date` is that of the late reply. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Half of the body comes at once, the rest late: the `Date` is older than what the client sees. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** The connection breaks in the middle of the body. */
  | { readonly kind: 'cut' }
  /** The list names no next page. */
  | { readonly kind: 'empty-link' }
  /** The next page of the list is said to lie on another host. */
  | { readonly kind: 'foreign-link'; readonly host?: string };

/** A fault on request: what, for which requests, and how often (default once). */
export interface FaultSpec {
  readonly match?: FaultMatch;
  readonly times?: number;
  readonly fault: Fault;
}
