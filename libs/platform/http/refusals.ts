import { Catch, UseFilters, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { Refused } from '#libs/event-store';
import { Problem } from './problem.js';
import { sendProblem } from './problem.filter.js';

/** For each code of a refusal its status, or how the problem is made of it. */
export type RefusalTable = Readonly<Record<string, number | ((refused: Refused) => Problem)>>;

/** The problem that a refusal of the rules is answered with; codes that the table does not name are conflicts (409). */
export function problemOfRefusal(refused: Refused, table: RefusalTable): Problem {
  const answer = Object.hasOwn(table, refused.code) ? table[refused.code] : undefined;
  if (typeof answer === 'function') return answer(refused);
  return new Problem(answer ?? 409, refused.code, refused.message);
}

/** Answers refusals of one controller. */
@Catch(Refused)
export class RefusalFilter implements ExceptionFilter<Refused> {
  constructor(private readonly table: RefusalTable) {}

  catch(refused: Refused, host: ArgumentsHost): void {
    sendProblem(host.switchToHttp().getResponse<Response>(), problemOfRefusal(refused, this.table));
  }
}

/** Says on a controller or handler how the refusals of its commands are answered. */
export const AnswersRefusals = (table: RefusalTable): MethodDecorator & ClassDecorator =>
  UseFilters(new RefusalFilter(table));
