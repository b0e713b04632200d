import { decodeEvent, encodeEvent, publishedEvents } from '#libs/contracts';
import { acme } from '#libs/contracts/testing';
import type { Told } from './health.js';
import { connectionHealthChanged } from './health-changed.js';

const about = { organization: 'acme', connection: acme.connection };
const problem = {
  code: 'scope-missing',
  detail: 'The token lacks a scope.',
  since: '2026-03-01T11:58:00.000Z',
  buildkiteOrganization: null,
} as const;
const told: Told = {
  tokenVersion: acme.tokenVersion,
  at: '2026-03-01T12:00:00.000Z',
  problems: [problem, { ...problem, code: 'token-expiring' }],
  isPublished: false,
};

describe('the health of a connection as it is published', () => {
  it('is what its schema says, by its worst problem', () => {
    const event = connectionHealthChanged(about, told);
    expect(event).toMatchObject({
      source: '/services/builds',
      subject: acme.connection,
      time: told.at,
      data: {
        ...about,
        tokenVersion: acme.tokenVersion,
        at: told.at,
        health: 'scope-missing',
        problems: told.problems,
      },
    });
    const { key, value, headers } = encodeEvent(event);
    const record = {
      topic: publishedEvents[event.type].topic.name,
      key: Buffer.from(key),
      value: Buffer.from(value),
      headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
    };
    expect(decodeEvent(record)).toEqual({ ok: true, event });
  });

  it('is healthy without a problem', () => {
    expect(connectionHealthChanged(about, { ...told, problems: [] }).data.health).toBe('healthy');
  });

  it('has the same id when it is published again, and another one for anything else', () => {
    const idOf = (changes: Partial<Told>, connection: string = acme.connection) =>
      connectionHealthChanged({ ...about, connection }, { ...told, ...changes }).id;
    expect(idOf({ isPublished: true })).toBe(idOf({}));
    const others = [
      idOf({ at: '2026-03-01T12:00:01.000Z' }),
      idOf({ problems: [problem] }),
      idOf({ tokenVersion: acme.connection }),
      idOf({}, acme.build),
    ];
    expect(new Set([idOf({}), ...others]).size).toBe(5);
  });
});
