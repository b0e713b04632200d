import { IsOptional, IsString, MaxLength } from 'class-validator';
import { WholeNumberParameter } from './whole-number-parameter.js';

/** Query parameters of every list; lists with filters extend it. */
export class PageQuery {
  /** Most items of the page, 1 to 100. */
  @IsOptional()
  @WholeNumberParameter({ min: 1, max: 100 })
  limit: number = 50;

  /** `next` of the page before; without it the list begins. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  after?: string;
}
