import { maxEventBytes } from '../decode-event.js';
import { eventContentType } from '../encode-event.js';
import { publishedEvents, type PublishedEventType } from '../published-events.js';
import { readTypes } from '../read-types.js';
import { topics, type TopicDefinition } from '../topics.js';

type TopicName = keyof typeof topics;

/** What a reader wants to know of a topic beside its events. */
const about: Record<TopicName, { title: string; sender: string; key: string }> = {
  integrations: { title: 'Connections and build servers', sender: 'connections', key: 'organization' },
  projects: { title: 'Projects, environments and code deployments', sender: 'deploys', key: 'organization' },
  deploys: { title: 'Deploys', sender: 'deploys', key: 'organization:sha' },
  builds: { title: 'Looks at builds', sender: 'builds', key: 'organization:build id' },
  commitLookUps: { title: 'Look-ups of commits', sender: 'builds', key: 'organization:sha' },
  connectionHealth: { title: 'Health of connections', sender: 'builds', key: 'connection' },
  buildSnapshots: { title: 'Build snapshots', sender: 'deploys', key: 'deploy id' },
};

const bindingVersion = '0.5.0';

/** The AsyncAPI 3.1 document of all topics and events; payloads point to the schema files beside it. */
export function asyncApiDocument() {
  const names = Object.keys(topics) as TopicName[];
  const types = Object.keys(publishedEvents) as PublishedEventType[];
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'Published events',
      version: '1.0.0',
      description:
        'CloudEvents 1.0 in structured mode on Kafka. Delivery is at least once: a repeat carries the same id. ' +
        'Events of one key come in order; topics have no order among each other. Ignore fields you do not know. ' +
        'Topic names may carry a configured prefix.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: eventContentType,
    channels: Object.fromEntries(names.map((name) => [name, channel(name)])),
    operations: Object.fromEntries(names.map((name) => [`send-${name}`, sending(name)])),
    components: {
      messages: Object.fromEntries(types.map((type) => [messageName(type), message(type)])),
      messageTraits: { cloudEvent: { headers: recordHeaders } },
    },
  };
}

function channel(name: TopicName) {
  const topic: TopicDefinition = topics[name];
  return {
    address: topic.name,
    title: about[name].title,
    description: `An event has ${(topic.maxEventBytes ?? maxEventBytes) / 1024} KiB at most.`,
    messages: Object.fromEntries(
      readTypes(topic.name).map((type) => [
        messageName(type),
        { $ref: `#/components/messages/${messageName(type)}` },
      ]),
    ),
    bindings: {
      kafka: {
        topic: topic.name,
        partitions: topic.partitions,
        topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': -1 },
        bindingVersion,
      },
    },
  };
}

function sending(name: TopicName) {
  return {
    action: 'send',
    channel: { $ref: `#/channels/${name}` },
    summary: `Sent by the service ${about[name].sender}.`,
  };
}

function message(type: PublishedEventType) {
  const { topic, data } = publishedEvents[type];
  const name = (Object.keys(topics) as TopicName[]).find((candidate) => topics[candidate] === topic);
  return {
    name: type,
    title: messageName(type),
    summary: data.description,
    contentType: eventContentType,
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    payload: { $ref: `./schemas/${type}.json` },
    bindings: {
      kafka: { key: { type: 'string', description: name && about[name].key }, bindingVersion },
    },
  };
}

function messageName(type: PublishedEventType): string {
  return publishedEvents[type].data.title;
}

const recordHeaders = {
  type: 'object',
  required: ['content-type', 'ce_id', 'ce_type'],
  properties: {
    'content-type': { type: 'string', const: eventContentType },
    ce_id: { type: 'string', description: 'The id of the event.' },
    ce_type: { type: 'string', description: 'The type of the event.' },
    traceparent: { type: 'string', description: 'W3C trace context, when there is one.' },
  },
};
