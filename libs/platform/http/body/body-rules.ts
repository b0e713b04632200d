import { SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';

/** Which bodies a route takes. */
export interface BodyRules {
  /** Most bytes, compressed or not. */
  readonly limitBytes: number;
  /** Also takes `application/x-www-form-urlencoded` and the text fields of `multipart/form-data`. */
  readonly forms: boolean;
  /** Takes a body without Content-Type for JSON. */
  readonly untypedJson: boolean;
}

/** What holds for routes that say nothing: JSON of up to 100 KiB. */
export const defaultBodyRules: BodyRules = { limitBytes: 100 * 1024, forms: false, untypedJson: false };

const BODY_RULES = Symbol('body-rules');

/** Lets a route take other bodies than JSON of up to 100 KiB. */
export const TakesBody = (rules: Partial<BodyRules>): CustomDecorator<symbol> =>
  SetMetadata(BODY_RULES, { ...defaultBodyRules, ...rules });

/** The rules that the route or its controller states, else the default. */
export function bodyRulesOf(context: ExecutionContext, reflector: Reflector): BodyRules {
  const targets = [context.getHandler(), context.getClass()];
  return reflector.getAllAndOverride<BodyRules | undefined>(BODY_RULES, targets) ?? defaultBodyRules;
}
