import { Controller, Delete, Get, HttpCode, UseGuards } from '@nestjs/common';
import { CurrentToken } from '../call/call.js';
import { utcText } from '../instant/instant.js';
import { WorldFile } from '../world/world-file.js';
import type { Token } from './token.js';
import { TokenGuard } from './token.guard.js';
import { Tokens } from './tokens.js';

/** What a token says of itself, whatever its scopes (Buildkite docs: REST API › Access token). */
@Controller('v2/access-token')
@UseGuards(TokenGuard)
export class AccessTokenController {
  constructor(
    private readonly tokens: Tokens,
    private readonly world: WorldFile,
  ) {}

  @Get()
  show(@CurrentToken() token: Token): Record<string, unknown> {
    return {
      uuid: token.uuid,
      scopes: token.scopes,
      description: token.description,
      created_at: utcText(token.createdAtMs),
      expires_at: utcText(token.expiresAtMs),
      user: { name: token.user.name, email: token.user.email },
    };
  }

  /** Revokes the very token that asks. */
  @Delete()
  @HttpCode(204)
  async revoke(@CurrentToken() token: Token): Promise<void> {
    this.tokens.put({ ...token, revoked: true });
    await this.world.save();
  }
}
