import { COUNT, object, POSITIVE } from '../control/schema.pipe.js';

/** The shape of a change of the settings. */
export const SETTINGS_SCHEMA = object({
  replyDelayMs: COUNT,
  organizationLimit: POSITIVE,
  userLimit: POSITIVE,
  deepestBuild: POSITIVE,
});
