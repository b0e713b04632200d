import {
  AppendRefused,
  Busy,
  EventStoreUnreachable,
  EventStoreUnusable,
  EventUnreadable,
  OutcomeUnknown,
  Refused,
  RevisionConflict,
} from './errors.js';

describe('The errors of the event store', () => {
  it('tell a conflict with both revisions', () => {
    const conflict = new RevisionConflict('projects-acme', 'no-stream', 4);

    expect(conflict).toBeInstanceOf(Error);
    expect(conflict).toMatchObject({
      name: 'RevisionConflict',
      code: 'revision-conflict',
      stream: 'projects-acme',
      expected: 'no-stream',
      actual: 4,
    });
    expect(conflict.message).toBe('Stream projects-acme is at 4, not at no-stream.');
  });

  it('keep the cause of an unknown outcome', () => {
    const cause = new Error('deadline exceeded');

    expect(new OutcomeUnknown('projects-acme', { cause })).toMatchObject({
      name: 'OutcomeUnknown',
      code: 'outcome-unknown',
      stream: 'projects-acme',
      cause,
    });
  });

  it('tell how often a busy stream was tried', () => {
    expect(new Busy('projects-acme', 25)).toMatchObject({
      name: 'Busy',
      code: 'busy',
      stream: 'projects-acme',
      attempts: 25,
    });
  });

  it('tell by a word why a file cannot be used', () => {
    const cause = new Error('database is locked');

    expect(new EventStoreUnusable('event-store-in-use', 'Stop the other process.', { cause })).toMatchObject({
      name: 'EventStoreUnusable',
      code: 'event-store-in-use',
      message: 'Stop the other process.',
      cause,
    });
  });

  it('tell why an append will never be taken', () => {
    const cause = new Error('too large');

    expect(new AppendRefused('projects-acme', 'Maximum append size exceeded.', { cause })).toMatchObject({
      name: 'AppendRefused',
      code: 'append-refused',
      stream: 'projects-acme',
      message: 'The event store refuses the append to projects-acme: Maximum append size exceeded.',
      cause,
    });
  });

  it('tell which event cannot be read', () => {
    expect(new EventUnreadable('projects-acme', 7, 'its data are no JSON.')).toMatchObject({
      name: 'EventUnreadable',
      code: 'event-unreadable',
      stream: 'projects-acme',
      revision: 7,
      message: 'Event 7 of stream projects-acme cannot be read: its data are no JSON.',
    });
  });

  it('tell where nobody answers, and what to do', () => {
    expect(new EventStoreUnreachable('store.example:2113', 'no connection.')).toMatchObject({
      name: 'EventStoreUnreachable',
      code: 'event-store-unreachable',
      address: 'store.example:2113',
      message:
        'The event store at store.example:2113 does not answer: no connection. Check that it runs and that EVENTSTORE_URL names it.',
    });
  });

  it('carry the reason of a refusal as a word, a sentence and facts', () => {
    const refused = new Refused('label-duplicate', 'There is a connection named main.', { label: 'main' });

    expect(refused).toMatchObject({
      name: 'Refused',
      code: 'label-duplicate',
      message: 'There is a connection named main.',
      details: { label: 'main' },
    });
    expect(new Refused('unknown', 'No.').details).toEqual({});
  });
});
