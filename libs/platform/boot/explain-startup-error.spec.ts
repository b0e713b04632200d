import { BusInUse, UnknownTopic } from '#libs/bus';
import { DocumentsInUse, UnknownCollection } from '#libs/documents';
import { EventStoreUnusable } from '#libs/event-store';
import { InvalidSettings } from '../config/read-config.js';
import { explainStartupError } from './explain-startup-error.js';
import { StartupError } from './startup-error.js';

const systemError = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });

describe('what the terminal says when a start fails', () => {
  it.each<[string, unknown, RegExp]>([
    [
      'bad settings',
      new InvalidSettings(['PORT must be a port.', 'HOST must be text.']),
      /^Bad settings:\n {2}PORT .*\n {2}HOST .*\nThe README/,
    ],
    ['something that a person can mend', new StartupError('Set KAFKA_BROKERS.'), /^Set KAFKA_BROKERS\.$/],
    [
      'a port that is taken',
      systemError('EADDRINUSE', { syscall: 'listen', port: 8080 }),
      /^Port 8080 is taken .* set PORT/,
    ],
    [
      'a port that is not for this user',
      systemError('EACCES', { syscall: 'listen', port: 80 }),
      /^Port 80 .* above 1023/,
    ],
    ['an address of another machine', systemError('EADDRNOTAVAIL', { syscall: 'listen' }), /^HOST /],
    [
      'a folder without rights',
      systemError('EACCES', { syscall: 'mkdir', path: '/data' }),
      /^\/data cannot be written/,
    ],
    ['a read-only disk', systemError('EROFS', { syscall: 'open' }), /^DATA_DIR cannot be written/],
    [
      'a file where the folder should be',
      systemError('ENOTDIR', { path: '/data/x' }),
      /^\/data\/x cannot be written/,
    ],
    ['a full disk', systemError('ENOSPC'), /^The disk of DATA_DIR is full/],
    [
      'an event store that is in use',
      new EventStoreUnusable('event-store-in-use', 'events.sqlite is in use by another process. Stop it.'),
      /in use/,
    ],
    [
      'a topic that was not provisioned',
      new UnknownTopic('sleuth.builds.v1'),
      /no topic sleuth\.builds\.v1\. .*npm run provision$/,
    ],
    [
      'a collection that was not provisioned',
      new UnknownCollection('vault'),
      /no collection vault .*npm run provision$/,
    ],
    [
      'an engine that does not answer',
      systemError('bus-unreachable', { message: 'Kafka does not answer at kafka:9092. Start it.' }),
      /^Kafka does not answer at kafka:9092/,
    ],
    ['a bus that is in use', new BusInUse('/data/bus.sqlite'), /bus\.sqlite is held by another process/],
    [
      'documents that are in use',
      new DocumentsInUse('/data/documents.sqlite'),
      /documents\.sqlite are in use/,
    ],
  ])('%s', (_, error, text) => {
    expect(explainStartupError(error)).toMatch(text);
  });

  it.each([
    new Error('a bug'),
    new TypeError('x is not a function'),
    systemError('ECONNREFUSED'),
    systemError('EADDRNOTAVAIL'),
    'text',
    undefined,
  ])('is nothing for %s, which needs its stack', (error) => {
    expect(explainStartupError(error)).toBeUndefined();
  });
});
