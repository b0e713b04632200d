import { COUNT, listOf, object, SLUG, WORD } from '../control/schema.pipe.js';
import { WEBHOOK_EVENTS } from './webhook.js';

/** The shape of a list of `WebhookSpec`. */
export const WEBHOOKS_SCHEMA = listOf(
  object(
    { organization: SLUG, url: WORD, secret: WORD, events: listOf({ enum: WEBHOOK_EVENTS }) },
    'url',
    'secret',
  ),
);

const SHARE = { type: 'number', minimum: 0, maximum: 1 };

/** The shape of a change of the `WebhookConduct`. */
export const CONDUCT_SCHEMA = object({
  lose: SHARE,
  double: SHARE,
  delayShare: SHARE,
  delayMostMs: COUNT,
  reorder: SHARE,
  seed: COUNT,
});
