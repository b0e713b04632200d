import { AccessDeniedError, StreamNotFoundError, UnavailableError } from '@eventstore/db-client';
import { EventStoreUnreachable, EventStoreUnusable, EventUnreadable } from '../errors.js';
import { Closed, NoAnswer } from './client/within.js';
import { storeError } from './store-error.js';

const HOSTS = 'store.example:2113';
const grpc = (code: number) =>
  Object.assign(new Error(`${code} it failed`), { code, details: '', metadata: undefined });

describe('The error of the store', () => {
  it.each([
    ['no connection', new UnavailableError(grpc(14) as never)],
    ['a raw error of gRPC', grpc(14)],
    ['silence', new NoAnswer(3_000)],
    ['a discovery that failed', new Error('Failed to discover after 10 attempts.')],
  ])('says that it is not reachable, where, and what happened: %s', (_, cause) => {
    const error = storeError(cause, HOSTS);

    expect(error).toBeInstanceOf(EventStoreUnreachable);
    expect(error).toMatchObject({ address: HOSTS, cause });
    expect((error as Error).message).toContain(cause.message.replace(/\.$/, ''));
  });

  it.each([
    ['event-store-login-refused', 16, 'user and password'],
    ['event-store-access-denied', 7, '$admins'],
  ])('is %s with what to do', (code, status, advice) => {
    const error = storeError(new AccessDeniedError(grpc(status) as never), HOSTS);

    expect(error).toBeInstanceOf(EventStoreUnusable);
    expect(error).toMatchObject({ code, message: expect.stringContaining(advice) as string });
    expect((error as Error).message).toContain(HOSTS);
  });

  it.each([
    ['one of this library', new EventStoreUnusable('event-store-too-old', 'Use a newer one.')],
    ['an event that cannot be read', new EventUnreadable('s', 1, 'no.')],
    ['that it was closed', new Closed()],
    ['an answer that is no failure of the store', new StreamNotFoundError(null as never, 's')],
  ])('stays what it is: %s', (_, error) => {
    expect(storeError(error, HOSTS)).toBe(error);
  });
});
