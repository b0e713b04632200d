import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publishedEvents } from '../published-events.js';
import { topics } from '../topics.js';
import { asyncApiDocument } from './async-api.js';

const folder = join(import.meta.dirname, '..');
const document = asyncApiDocument();

/** What a `$ref` of the document points to; fails when there is nothing. */
async function resolve(reference: string): Promise<unknown> {
  const [file = '', pointer = ''] = reference.split('#');
  const root: unknown = file === '' ? document : JSON.parse(await readFile(join(folder, file), 'utf8'));
  return pointer
    .split('/')
    .slice(1)
    .reduce((value: unknown, name) => {
      if (typeof value !== 'object' || value === null || !(name in value))
        throw new Error(`${reference} points to nothing.`);
      return (value as Record<string, unknown>)[name];
    }, root);
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
}

describe('the AsyncAPI document', () => {
  it('is of a version that tools read', () => {
    expect(document.asyncapi).toBe('3.1.0');
  });

  it('has a channel for every topic', () => {
    expect(Object.values(document.channels).map(({ address }) => address)).toEqual(
      Object.values(topics).map(({ name }) => name),
    );
  });

  it.each(Object.entries(document.channels))(
    'says of %s how the topic is kept',
    (_, { address, bindings }) => {
      expect(bindings.kafka).toMatchObject({
        topic: address,
        topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': -1 },
      });
      expect(bindings.kafka.partitions).toBe(
        Object.values(topics).find(({ name }) => name === address)?.partitions,
      );
    },
  );

  it.each(Object.entries(publishedEvents))(
    'has %s in the channel of its topic, and nowhere else',
    (_, event) => {
      const holding = Object.values(document.channels).filter(({ messages }) => event.data.title in messages);

      expect(holding.map(({ address }) => address)).toEqual([event.topic.name]);
    },
  );

  it.each(Object.keys(publishedEvents))('gives %s the schema file of its type as payload', async (type) => {
    const message = Object.values(document.components.messages).find(({ name }) => name === type);

    expect(message?.contentType).toBe('application/cloudevents+json; charset=UTF-8');
    expect(await resolve(message?.payload.$ref ?? '')).toMatchObject({ $id: `urn:sleuth:schema:${type}` });
  });

  it('says of every message what its key is', () => {
    for (const { bindings } of Object.values(document.components.messages))
      expect(bindings.kafka.key.description).toMatch(/organization|connection|deploy id/);
  });

  it('has an operation for every channel', () => {
    expect(Object.values(document.operations).map(({ channel }) => channel.$ref)).toEqual(
      Object.keys(document.channels).map((name) => `#/channels/${name}`),
    );
  });

  it('has no reference that leads nowhere', async () => {
    const references = referencesIn(document);

    expect(references.length).toBeGreaterThan(Object.keys(publishedEvents).length * 2);
    for (const reference of references) await expect(resolve(reference)).resolves.toBeInstanceOf(Object);
    await expect(resolve('#/channels/weather')).rejects.toThrow('points to nothing');
  });
});
