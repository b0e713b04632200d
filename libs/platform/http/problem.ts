/** One fault of a request: where it is, a stable word for it, and a sentence. */
export interface FieldProblem {
  /** JSON pointer into the body (RFC 6901), e.g. `/label`; the empty string is the body itself. */
  readonly pointer?: string;
  /** Name of the query parameter. */
  readonly parameter?: string;
  readonly code: string;
  readonly message: string;
}

/** What a problem may carry beside its status, code and sentence. */
export interface ProblemExtras {
  readonly errors?: readonly FieldProblem[];
  /** Becomes `Retry-After`, in whole seconds rounded up. */
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The answer to a request that cannot be served (RFC 9457). Thrown anywhere in an HTTP edge; the filter writes it.
 * `code` is part of the API and never changes its meaning; `detail` is for people and never repeats long input or a secret.
 */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }
}

/** A problem as it goes over the wire. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** `urn:uuid:` and the request's id, which the logs carry too. */
  readonly instance: string;
  readonly errors?: readonly FieldProblem[];
}

/** The document of a problem that happened in the request with this id. */
export function problemDocument(problem: Problem, requestId: string): ProblemDocument {
  const words = problem.code.replaceAll('-', ' ');
  return {
    type: `urn:sleuth:problem:${problem.code}`,
    title: words.charAt(0).toUpperCase() + words.slice(1),
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    instance: `urn:uuid:${requestId}`,
    ...(problem.extras.errors === undefined ? {} : { errors: problem.extras.errors }),
  };
}

/** What is answered wherever something is not there or belongs to another organization: the two cannot be told apart. */
export function notFound(code = 'not-found', detail = 'There is nothing here by that name.'): Problem {
  return new Problem(404, code, detail);
}
