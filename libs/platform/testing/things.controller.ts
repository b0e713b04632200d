import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { IsBoolean, IsInt, IsOptional } from 'class-validator';
import { Refused } from '#libs/event-store';
import { CurrentCaller, type Caller } from '../access/caller.js';
import { KeyInAnyForm, Open, Roles } from '../access/route-access.js';
import { TakesBody } from '../http/body/body-rules.js';
import { CurrentCommand, type CommandIdentity } from '../http/command-identity.js';
import { Problem } from '../http/problem.js';
import { PageQuery } from '../http/query/page-query.dto.js';
import { AnswersRefusals } from '../http/refusals.js';
import { Instant, Label, SlugText } from '../http/text/text.decorators.js';

/** Body of a thing. */
export class Thing {
  @Label()
  label!: string;

  @IsOptional()
  @SlugText()
  environment?: string;

  @IsOptional()
  @IsInt()
  size?: number;

  @IsOptional()
  @IsBoolean()
  loud?: boolean;

  @IsOptional()
  @Instant()
  at?: string;
}

/** Routes like those of a service, for tests of what stands in front of them. */
@Controller('v1/organizations/:org/things')
@AnswersRefusals({
  'thing-taken': 409,
  'thing-odd': ({ code, message }) => new Problem(422, code, `${message} Really.`),
})
export class ThingsController {
  @Post()
  make(@Body() thing: Thing, @CurrentCaller() caller: Caller) {
    return { thing, caller };
  }

  @Post('large')
  @TakesBody({ limitBytes: 8 * 1024 * 1024 })
  makeLarge(@Body() body: unknown) {
    return { bytes: JSON.stringify(body).length };
  }

  @Post('commands')
  command(@Body() _thing: Thing, @CurrentCommand() command: CommandIdentity) {
    return command;
  }

  @Post('refused/:code')
  refuse(@Param('code') code: string): never {
    throw new Refused(code, 'The rules do not allow it.');
  }

  @Get()
  @Roles('viewer')
  list(@Query() page: PageQuery) {
    return page;
  }

  @Get('search')
  @Roles('viewer')
  search(@Query('name') name: string) {
    return { name };
  }

  @Get('broken')
  @Roles('viewer')
  break(): never {
    throw new Error('the password is hunter2');
  }

  @Get(':id')
  @Roles('viewer')
  get(@Param('id') id: string) {
    return { id };
  }

  @Delete(':id')
  @HttpCode(204)
  remove() {
    return undefined;
  }
}

/** A route that speaks an older contract: forms, untyped JSON, the key anywhere. */
@Controller('legacy/:org')
@KeyInAnyForm()
@Roles('deployer')
export class LegacyController {
  @Post('things')
  @HttpCode(200)
  @TakesBody({ forms: true, untypedJson: true })
  make(@Body() thing: Thing) {
    return { ...thing };
  }
}

@Controller('open')
export class OpenController {
  @Get()
  @Open()
  hello() {
    return 'hello';
  }
}

export const exampleControllers = [ThingsController, LegacyController, OpenController];
