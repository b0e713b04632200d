import { compareText } from './text-order.js';

/** A build as far as it decides its place in a list. */
interface Listed {
  readonly id: string;
  readonly number: number;
  readonly pipeline: { readonly id: string; readonly slug: string };
}

/** The builds in the order in which they are shown: by pipeline, the newest first; the same whatever order they came in. */
export function listed<Build extends Listed>(builds: readonly Build[]): Build[] {
  return [...builds].sort(
    (one, other) =>
      compareText(one.pipeline.slug, other.pipeline.slug) ||
      compareText(one.pipeline.id, other.pipeline.id) ||
      other.number - one.number ||
      compareText(one.id, other.id),
  );
}
