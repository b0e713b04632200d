export { canonicalJson, sameContent } from './canonical-json.js';
export {
  compareProblems,
  connectionProblemCodes,
  type ConnectionProblemCode,
  type PlacedProblem,
} from './connection-problems.js';
export {
  decodeEvent,
  maxEventBytes,
  type Decoded,
  type DecodeFault,
  type EncodedRecord,
} from './decode-event.js';
export { encodeEvent, eventContentType, type EncodedEvent } from './encode-event.js';
export { envelope, type EventContent, type EventEnvelope, type PublishedEvent } from './envelope.js';
export { eventId } from './event-id.js';
export {
  isPublishedEventType,
  publishedEvents,
  type PublishedEventData,
  type PublishedEventType,
} from './published-events.js';
export { readTypes } from './read-types.js';
export { recordKey, type KeyedFact } from './record-key.js';
export { normalizeRepository } from './repository.js';
export {
  buildServerFactTypes,
  servingConnection,
  type BuildServerFact,
  type BuildServerFactType,
  type ServedDeploy,
} from './serving-connection.js';
export { isFullSha, normalizeSha } from './sha.js';
export { tokenExpiry, type TokenExpiry } from './token-expiry.js';
export { deadLetterTopic, topics, type Topic, type TopicDefinition } from './topics.js';
export type * from './events/build-jobs.js';
export type * from './events/build-snapshots.js';
export type * from './events/builds.js';
export type * from './events/commit-look-ups.js';
export type * from './events/connection-health.js';
export type * from './events/deploys.js';
export type * from './events/integrations.js';
export type * from './events/projects.js';
