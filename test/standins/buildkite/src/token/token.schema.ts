import { FLAG, listOf, object, PERSON, SLUG, TEXT, UUID, WORD } from '../control/schema.pipe.js';

const CHANGEABLE = {
  scopes: listOf(WORD),
  organizations: listOf(SLUG),
  expiresAt: { type: ['string', 'null'] },
};

/** The shape of a list of `TokenSpec`. */
export const TOKENS_SCHEMA = listOf(
  object(
    { ...CHANGEABLE, label: WORD, value: WORD, uuid: UUID, description: TEXT, user: PERSON },
    'label',
    'value',
  ),
);

/** The shape of a `TokenChange`. */
export const TOKEN_CHANGE_SCHEMA = object({ ...CHANGEABLE, revoked: FLAG });
