import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Token } from './token.js';

const BEARER = /^Bearer\s+(\S+)$/i;

/** The form in which a token's value is kept. */
export function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

/** All tokens of the world. */
@Injectable()
export class Tokens {
  private readonly byLabel = new Map<string, Token>();
  private readonly byHash = new Map<string, Token>();

  /** Adds a token, or puts it in the place of the one with the same label. */
  put(token: Token): void {
    const old = this.byLabel.get(token.label);
    if (old !== undefined) this.byHash.delete(old.valueHash);
    this.byLabel.set(token.label, token);
    this.byHash.set(token.valueHash, token);
  }

  find(label: string): Token | undefined {
    return this.byLabel.get(label);
  }

  /** The token that an `Authorization` header carries, dead or alive. */
  ofHeader(authorization: string | undefined): Token | undefined {
    const value = BEARER.exec(authorization ?? '')?.[1];
    return value === undefined ? undefined : this.byHash.get(hashOf(value));
  }

  all(): readonly Token[] {
    return [...this.byLabel.values()];
  }

  removeAll(): void {
    this.byLabel.clear();
    this.byHash.clear();
  }
}
