import { MIMEType } from 'node:util';
import { Problem } from '../problem.js';
import type { BodyRules } from './body-rules.js';

/** How a body is to be read. */
export type BodyForm = 'json' | 'urlencoded' | 'multipart';

const formTypes: Readonly<Record<string, BodyForm>> = {
  'application/x-www-form-urlencoded': 'urlencoded',
  'multipart/form-data': 'multipart',
};

/**
 * How a body with this Content-Type is to be read on a route with these rules.
 * @throws Problem 415 for types and charsets that the route does not take
 */
export function bodyFormOf(contentType: string | undefined, rules: BodyRules): BodyForm {
  if (contentType === undefined) {
    if (rules.untypedJson) return 'json';
    throw unsupported(rules);
  }
  const type = parse(contentType);
  const charset = type?.params.get('charset')?.toLowerCase() ?? 'utf-8';
  if (type === undefined || (charset !== 'utf-8' && charset !== 'utf8')) throw unsupported(rules);
  if (type.essence === 'application/json') return 'json';
  const form = rules.forms ? formTypes[type.essence] : undefined;
  if (form === undefined) throw unsupported(rules);
  return form;
}

function parse(contentType: string): MIMEType | undefined {
  try {
    return new MIMEType(contentType);
  } catch {
    return undefined;
  }
}

function unsupported(rules: BodyRules): Problem {
  const taken = ['application/json', ...(rules.forms ? Object.keys(formTypes) : [])];
  return new Problem(415, 'unsupported-media-type', `This takes ${taken.join(' or ')} in UTF-8.`, {
    headers: { 'Accept-Post': taken.join(', ') },
  });
}
