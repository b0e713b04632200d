import { Controller, Get, UseGuards } from '@nestjs/common';
import { CurrentToken } from '../call/call.js';
import type { Token } from '../token/token.js';
import { RequiresScope, TokenGuard } from '../token/token.guard.js';
import { personView } from './person-view.js';

/** The user whom a token acts as (Buildkite docs: REST API › User). */
@Controller('v2/user')
@UseGuards(TokenGuard)
@RequiresScope('read_user')
export class UserController {
  @Get()
  show(@CurrentToken() token: Token): Record<string, unknown> {
    return personView(token.user);
  }
}
