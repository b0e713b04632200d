import { FLAG, listOf, object, SLUG, TEXT, TEXTS, UUID, WORD } from '../control/schema.pipe.js';

const CHANGEABLE = { slug: SLUG, name: WORD, repository: WORD };

/** The shape of a list of `PipelineSpec`. */
export const PIPELINES_SCHEMA = listOf(
  object(
    {
      ...CHANGEABLE,
      organization: SLUG,
      id: UUID,
      description: TEXT,
      defaultBranch: WORD,
      provider: WORD,
      env: TEXTS,
    },
    'slug',
  ),
);

/** The shape of a `PipelineChange`. */
export const PIPELINE_CHANGE_SCHEMA = object({ ...CHANGEABLE, archived: FLAG });
