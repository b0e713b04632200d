import {
  BusClosed,
  BusInUse,
  BusUnreachable,
  BusUnusable,
  RecordTooLarge,
  UnknownTopic,
  Unprocessable,
} from './errors.js';

describe('The errors of the bus', () => {
  it.each([
    [new RecordTooLarge('builds', 12, 10), 'RecordTooLarge', 'record-too-large', /12 bytes.*builds.*10/],
    [new UnknownTopic('buidls'), 'UnknownTopic', 'unknown-topic', /buidls.*provisioning/],
    [new Unprocessable('gone', 'It is gone.'), 'Unprocessable', 'unprocessable', /^It is gone\.$/],
    [new BusClosed(), 'BusClosed', 'bus-closed', /closed/],
    [
      new BusUnreachable(['one:9092', 'two:9092'], 'connection refused'),
      'BusUnreachable',
      'bus-unreachable',
      /one:9092, two:9092.*connection refused.*KAFKA_BROKERS/,
    ],
    [new BusUnusable('It is a controller.'), 'BusUnusable', 'bus-unusable', /^It is a controller\.$/],
    [new BusInUse('/data/bus.db'), 'BusInUse', 'bus-in-use', /\/data\/bus\.db.*another process/],
  ])('%s carries its own code and says what happened', (error, name, code, message) => {
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name, code });
    expect(error.message).toMatch(message);
  });

  it('keeps the cause of an event that cannot be processed', () => {
    const cause = new Error('below');
    expect(new Unprocessable('gone', 'It is gone.', { cause })).toMatchObject({ reason: 'gone', cause });
  });
});
