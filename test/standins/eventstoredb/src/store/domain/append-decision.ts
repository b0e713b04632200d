/** What a client expects of a stream before it changes it. */
export type ExpectedRevision =
  | { readonly kind: 'any' }
  | { readonly kind: 'no-stream' }
  | { readonly kind: 'stream-exists' }
  | { readonly kind: 'revision'; readonly revision: number };

/** What the decision needs to know of a stream. */
export interface StreamFacts {
  /** Number of its last event, -1 when it never had one. */
  readonly lastRevision: number;
  readonly tombstoned: boolean;
  readonly softDeleted: boolean;
  readonly hasMetadata: boolean;
  /** The id of the event with that number. */
  readonly idAt: (revision: number) => string | undefined;
  /** The number under which the stream holds an event with that id. */
  readonly revisionOf: (id: string) => number | undefined;
}

/** What is to be done with an append. */
export type AppendDecision =
  /** Write; a softly deleted stream begins anew. */
  | { readonly kind: 'write'; readonly undelete: boolean }
  /** It was written before: answer as it was answered then. */
  | { readonly kind: 'repeated'; readonly lastRevision: number }
  | { readonly kind: 'wrong-expected-version'; readonly currentRevision: number }
  | { readonly kind: 'stream-deleted' };

/**
 * Whether events with these ids may be appended to a stream, as the real server decides it
 * (EventStore.Core/Services/Storage/ReaderIndex/IndexWriter.cs, `CheckCommit`): a repeat is known by its event ids. It is
 * sure with an expected revision (the ids must stand right behind it); with `any` and `stream-exists` it is a repeat
 * when the stream holds every id. Partly equal is a wrong expected version.
 */
export function decideAppend(
  facts: StreamFacts,
  expected: ExpectedRevision,
  ids: readonly string[],
): AppendDecision {
  if (facts.tombstoned) return { kind: 'stream-deleted' };
  switch (expected.kind) {
    case 'any':
      return decideByIds(facts, ids);
    case 'stream-exists':
      if (facts.softDeleted) return { kind: 'stream-deleted' };
      if (facts.lastRevision < 0 && !facts.hasMetadata) return wrongVersion(facts);
      return decideByIds(facts, ids);
    case 'no-stream':
      return decideAtRevision(facts, -1, ids);
    case 'revision':
      return decideAtRevision(facts, expected.revision, ids);
  }
}

function wrongVersion({ lastRevision }: StreamFacts): AppendDecision {
  return { kind: 'wrong-expected-version', currentRevision: lastRevision };
}

function decideByIds(facts: StreamFacts, ids: readonly string[]): AppendDecision {
  const revisions = ids.map((id) => facts.revisionOf(id));
  const last = revisions.at(-1);
  if (revisions[0] === undefined) return { kind: 'write', undelete: facts.softDeleted };
  if (last === undefined || revisions.includes(undefined)) return wrongVersion(facts);
  return { kind: 'repeated', lastRevision: last };
}

function decideAtRevision(facts: StreamFacts, expected: number, ids: readonly string[]): AppendDecision {
  if (expected === facts.lastRevision) return { kind: 'write', undelete: facts.softDeleted };
  if (expected > facts.lastRevision || ids.length === 0) return wrongVersion(facts);
  const differsAt = ids.findIndex((id, index) => facts.idAt(expected + 1 + index) !== id);
  if (differsAt === -1) return { kind: 'repeated', lastRevision: expected + ids.length };
  const startsAnew = differsAt === 0 && expected === -1 && facts.softDeleted;
  return startsAnew ? { kind: 'write', undelete: true } : wrongVersion(facts);
}
