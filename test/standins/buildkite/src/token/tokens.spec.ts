import { isAlive, type Token } from './token.js';
import { hashOf, Tokens } from './tokens.js';

const NOON = Date.UTC(2026, 2, 1, 12);

function token(label: string, value: string, more: Partial<Token> = {}): Token {
  const user = { name: label, email: `${label}@example.com` };
  return {
    label,
    uuid: label,
    valueHash: hashOf(value),
    description: label,
    user,
    scopes: [],
    organizations: [],
    createdAtMs: NOON,
    expiresAtMs: null,
    revoked: false,
    ...more,
  };
}

describe('the token of an Authorization header', () => {
  const tokens = new Tokens();
  tokens.put(token('ada', 'bkua_ada'));

  it.each(['Bearer bkua_ada', 'bearer bkua_ada', 'Bearer   bkua_ada'])('is found in %j', (header) => {
    expect(tokens.ofHeader(header)?.label).toBe('ada');
  });

  it.each([
    undefined,
    '',
    'bkua_ada',
    'Bearer',
    'Bearer ',
    'Bearer bkua_ada x',
    'Bearer BKUA_ADA',
    'Basic bkua_ada',
    'Token bkua_ada',
  ])('is not found in %j', (header) => {
    expect(tokens.ofHeader(header)).toBeUndefined();
  });
});

describe('tokens', () => {
  it('of the same label take each other’s place, and the old value opens nothing', () => {
    const tokens = new Tokens();
    tokens.put(token('demo', 'bkua_old'));
    tokens.put(token('demo', 'bkua_new'));
    expect(tokens.all()).toHaveLength(1);
    expect(tokens.ofHeader('Bearer bkua_old')).toBeUndefined();
    expect(tokens.ofHeader('Bearer bkua_new')?.label).toBe('demo');
  });

  it('are kept without their values', () => {
    const tokens = new Tokens();
    tokens.put(token('ada', 'bkua_ada'));
    expect(JSON.stringify(tokens.all())).not.toContain('bkua_ada');
  });

  it('live until they expire or are revoked', () => {
    expect(isAlive(token('a', 'a'), NOON)).toBe(true);
    expect(isAlive(token('a', 'a', { expiresAtMs: NOON }), NOON - 1)).toBe(true);
    expect(isAlive(token('a', 'a', { expiresAtMs: NOON }), NOON)).toBe(false);
    expect(isAlive(token('a', 'a', { revoked: true }), NOON)).toBe(false);
  });
});
