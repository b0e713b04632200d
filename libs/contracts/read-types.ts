import { isPublishedEventType, publishedEvents, type PublishedEventType } from './published-events.js';

const versioned = /^(?<name>.+)\.v\d+$/;

const typesByTopic = new Map<string, PublishedEventType[]>();
for (const type of Object.keys(publishedEvents).filter(isPublishedEventType)) {
  const { name } = publishedEvents[type].topic;
  typesByTopic.set(name, [...(typesByTopic.get(name) ?? []), type]);
}

/** The event types that this version reads from a topic (its name without prefix); none for a topic it does not know. */
export function readTypes(topic: string): readonly PublishedEventType[] {
  return typesByTopic.get(topic) ?? [];
}

export type ReadType =
  | { readonly ok: true; readonly type: PublishedEventType }
  | { readonly ok: false; readonly reason: 'unknown-type' | 'unsupported-version'; readonly detail: string };

/** Whether an event of this CloudEvents type can be read from the topic; a known name in another version is told apart. */
export function readType(topic: string, type: string): ReadType {
  const types = readTypes(topic);
  if (isPublishedEventType(type) && types.includes(type)) return { ok: true, type };
  const name = versioned.exec(type)?.groups?.['name'];
  if (name !== undefined && types.some((known) => versioned.exec(known)?.groups?.['name'] === name))
    return {
      ok: false,
      reason: 'unsupported-version',
      detail: 'The event is known in another version only.',
    };
  return { ok: false, reason: 'unknown-type', detail: 'The topic has no event of this type.' };
}
