import { isEmail } from 'class-validator';
import { normalizeSha } from '#libs/contracts';
import { Problem } from '#libs/platform';
import type { Registration } from '../deploy/deploys.js';

const naive = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?$/;
const zoned = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * What a client of Sleuth's `register_deploy` registers. Clients send empty text for what they do not set; a date
 * without zone is UTC; `ignore_if_duplicate` is the text `true`. Fields that concern other features of Sleuth (commits,
 * files, tags, links, pull requests) are taken and not used.
 * @throws Problem 400 with a sentence that names the field
 */
export function registrationOf(
  codeDeployment: string,
  fields: Readonly<Record<string, unknown>>,
): Registration {
  const sha = textOf(fields, 'sha');
  if (sha === undefined) throw refusal('sha is missing.');
  if (normalizeSha(sha) === undefined) {
    throw refusal(
      'sha must be a full SHA of 40 or 64 hexadecimal digits: short ones and tags are not guessed.',
    );
  }
  const email = textOf(fields, 'email');
  if (email !== undefined && !isEmail(email)) throw refusal('email is not an e-mail address.');
  return {
    codeDeployment,
    sha,
    environment: textOf(fields, 'environment'),
    branch: textOf(fields, 'branch'),
    deployedAt: dateOf(textOf(fields, 'date')),
    ignoreIfDuplicate: flagOf(fields['ignore_if_duplicate']),
  };
}

function textOf(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw refusal(`${name} must be text.`);
  return value.trim() === '' ? undefined : value.trim();
}

function flagOf(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

function dateOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(naive.test(text) && text.includes('T') ? `${text}Z` : text);
  const isRead =
    (naive.test(text) || zoned.test(text)) && !Number.isNaN(date.getTime()) && isDay(text.slice(0, 10));
  if (!isRead) throw refusal('date must be ISO 8601, e.g. 2026-11-23T03:17:02Z.');
  return date;
}

/** JavaScript reads 30 February as 2 March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function refusal(detail: string): Problem {
  return new Problem(400, 'validation', detail);
}
