import { busContract } from '../testing/bus-contract.js';
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.js';
import { withTopicPrefix } from '../with-topic-prefix.js';
import { openEmbeddedBus } from './open-embedded-bus.js';

const rest = { firstMs: 1, mostMs: 10 };
let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await makeTemporaryFolder();
});

afterAll(() => folder.remove());

busContract('The embedded bus', () => openEmbeddedBus({ file: folder.file('bus.db'), rest }));

busContract('The embedded bus with a topic prefix', async () =>
  withTopicPrefix(await openEmbeddedBus({ file: folder.file('prefixed.db'), rest }), 'staging.'),
);
