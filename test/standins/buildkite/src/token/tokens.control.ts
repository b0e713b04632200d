import { Body, Controller, Param, Patch, Post, UseGuards } from '@nestjs/common';
import { LoopbackGuard } from '../control/loopback.guard.js';
import { SchemaPipe } from '../control/schema.pipe.js';
import { WorldFile } from '../world/world-file.js';
import { AddToken } from './add-token.js';
import type { Token, TokenChange, TokenSpec } from './token.js';
import { TOKENS_SCHEMA, TOKEN_CHANGE_SCHEMA } from './token.schema.js';

/** Control: tokens. A token's value goes in and never comes out. */
@Controller('_control/tokens')
@UseGuards(LoopbackGuard)
export class TokensControl {
  constructor(
    private readonly addToken: AddToken,
    private readonly world: WorldFile,
  ) {}

  @Post()
  async add(@Body(new SchemaPipe(TOKENS_SCHEMA)) specs: TokenSpec[]): Promise<Omit<Token, 'valueHash'>[]> {
    const added = specs.map((spec) => this.addToken.add(spec));
    await this.world.save();
    return added.map(withoutValue);
  }

  @Patch(':label')
  async change(
    @Param('label') label: string,
    @Body(new SchemaPipe(TOKEN_CHANGE_SCHEMA)) change: TokenChange,
  ): Promise<Omit<Token, 'valueHash'>> {
    const changed = this.addToken.change(label, change);
    await this.world.save();
    return withoutValue(changed);
  }
}

function withoutValue({ valueHash: _, ...rest }: Token): Omit<Token, 'valueHash'> {
  return rest;
}
