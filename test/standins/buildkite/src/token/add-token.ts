import { Injectable } from '@nestjs/common';
import { v4 as uuidV4 } from 'uuid';
import { instantOf } from '../control/instant-of.js';
import { StandInClock } from '../clock/stand-in-clock.js';
import { unknown } from '../control/control-error.js';
import { Organizations } from '../organization/organizations.js';
import type { Token, TokenChange, TokenSpec } from './token.js';
import { hashOf, Tokens } from './tokens.js';

/** The scopes that reading builds needs. */
export const READING_BUILDS = ['read_builds', 'read_organizations', 'read_pipelines', 'read_user'] as const;

/** Makes tokens and changes them. */
@Injectable()
export class AddToken {
  constructor(
    private readonly tokens: Tokens,
    private readonly organizations: Organizations,
    private readonly clock: StandInClock,
  ) {}

  /** Adds a token with all defaults filled in, or puts it in the place of the one with that label. */
  add(spec: TokenSpec): Token {
    const createdAtMs = this.clock.now();
    const token: Token = {
      label: spec.label,
      uuid: spec.uuid ?? uuidV4(),
      valueHash: hashOf(spec.value),
      description: spec.description ?? spec.label,
      user: spec.user ?? { name: spec.label, email: `${spec.label}@example.com` },
      scopes: spec.scopes ?? READING_BUILDS,
      organizations: spec.organizations ?? this.organizations.all().map(({ slug }) => slug),
      createdAtMs,
      expiresAtMs: this.expiry(spec.expiresAt, null),
      revoked: false,
    };
    this.tokens.put(token);
    return token;
  }

  /** Changes a token without changing its value; 404 when there is none of that label. */
  change(label: string, { expiresAt, ...rest }: TokenChange): Token {
    const token = this.tokens.find(label);
    if (token === undefined) throw unknown(`there is no token ${label}`);
    const changed = { ...token, ...rest, expiresAtMs: this.expiry(expiresAt, token.expiresAtMs) };
    this.tokens.put(changed);
    return changed;
  }

  private expiry(text: string | null | undefined, otherwise: number | null): number | null {
    if (text === undefined) return otherwise;
    return text === null ? null : instantOf(text, this.clock.now(), 'expiresAt');
  }
}
