import { publishedEvents, type PublishedEventType } from '../published-events.js';
import { asyncApiDocument } from './async-api.js';
import { schemaDocument } from './schema-document.js';

/** A JSON document of the published language and its place, relative to the folder of the contracts. */
export interface PublishedFile {
  readonly path: string;
  readonly content: object;
}

/** Every file that readers of the events are given: a JSON Schema per type, the AsyncAPI document that leads to them. */
export function publishedFiles(): readonly PublishedFile[] {
  const types = Object.keys(publishedEvents) as PublishedEventType[];
  return [
    ...types.map((type) => ({ path: `schemas/${type}.json`, content: schemaDocument(type) })),
    { path: 'asyncapi.json', content: asyncApiDocument() },
  ];
}
