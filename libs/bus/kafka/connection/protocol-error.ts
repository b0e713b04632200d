/** Errors below errors at most, so that a ring of causes ends. */
const mostCauses = 10;

/** The error and those that caused it, outermost first. */
export function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let next = error; next instanceof Error && causes.length < mostCauses; next = next.cause)
    causes.push(next);
  return causes;
}

/** The name that Kafka's protocol gives to the error, such as `UNKNOWN_MEMBER_ID`; undefined when it is none of its. */
export function protocolErrorOf(error: unknown): string | undefined {
  for (const cause of causesOf(error))
    if ('type' in cause && typeof cause.type === 'string') return cause.type;
  return undefined;
}

/** What the error says. */
export function errorText(error: unknown): string {
  const speaks = typeof error === 'object' && error !== null && 'message' in error;
  return speaks && typeof error.message === 'string' ? error.message : String(error);
}
