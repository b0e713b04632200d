import { logLevel } from 'kafkajs';
import { recordingLog } from '../../testing/recording-log.js';
import { busLogCreator } from './bus-log-creator.js';

function say(level: logLevel, message: string, extra: object = {}) {
  const log = recordingLog();
  busLogCreator(log)({
    namespace: 'Cluster',
    level,
    label: 'LABEL',
    log: { timestamp: '2026-01-01T00:00:00.000Z', message, ...extra },
  });
  return log.lines;
}

describe('What kafkajs says', () => {
  it.each([
    [logLevel.ERROR, 'Offset out of range, resetting to default offset', 'warn'],
    [logLevel.WARN, 'Consumer group received unsubscribed topics', 'warn'],
    [logLevel.INFO, 'Consumer has joined the group', 'debug'],
    [logLevel.DEBUG, 'Request Fetch', 'debug'],
  ])('at its level %d (%s) is a %s of the bus', (level, message, expected) => {
    expect(say(level, message)).toMatchObject([{ level: expected, message }]);
  });

  it.each([
    'The group is rebalancing, re-joining',
    'The coordinator is not aware of this member, re-joining the group',
    'Response Heartbeat(key: 12, version: 3)',
    'Response OffsetCommit(key: 8, version: 5)',
    'Connection error: connect ECONNREFUSED 127.0.0.1:9092',
    'Connection timeout',
    'Failed to connect to seed broker, trying another broker from the list: Connection error',
    'Crash: KafkaJSNumberOfRetriesExceeded: Closed connection',
  ])('is detail when it happens every day, or at every try: %s', (message) => {
    expect(say(logLevel.ERROR, message)).toMatchObject([{ level: 'debug' }]);
  });

  it.each([
    ['This server is not the leader for that topic-partition', undefined],
    ['Response Produce(key: 0, version: 7)', 'This server is not the leader for that topic-partition'],
    ['Response OffsetFetch(key: 9, version: 4)', 'This is not the correct coordinator for this group'],
    ['Response GroupCoordinator(key: 10, version: 2)', 'The group coordinator is not available'],
    [
      'Response Fetch(key: 1, version: 11)',
      'There is no leader for this topic-partition as we are in the middle of a leadership election',
    ],
  ])('is detail when brokers share their work anew: %s (%s)', (message, error) => {
    expect(say(logLevel.ERROR, message, { error })).toMatchObject([{ level: 'debug', message }]);
  });

  it('is a warning when a broker refuses for another reason', () => {
    const error = 'Not authorized to access topics: [Topic authorization failed]';
    expect(say(logLevel.ERROR, 'Response Produce(key: 0, version: 7)', { error })).toMatchObject([
      { level: 'warn' },
    ]);
  });

  it('is passed on with where it happened, and without anything else', () => {
    const extra = {
      broker: 'kafka:9092',
      groupId: 'deploys',
      stack: 'at x',
      sasl: { password: 'secret' },
      retryCount: 2,
    };
    expect(say(logLevel.ERROR, 'Something', extra)).toEqual([
      {
        level: 'warn',
        message: 'Something',
        data: { client: 'kafkajs', part: 'Cluster', broker: 'kafka:9092', groupId: 'deploys', retryCount: 2 },
      },
    ]);
  });
});
