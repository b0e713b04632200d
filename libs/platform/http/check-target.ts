import type { NextFunction, Request, Response } from 'express';
import { Problem } from './problem.js';

const longestTarget = 8 * 1024;
const longestSegment = 255;

/**
 * Express middleware: refuses paths that two programs could read in two ways, before any route sees them.
 * Throws Problem 400 `malformed-path` or 414.
 */
export function checkTarget(request: Request, _response: Response, next: NextFunction): void {
  checkPath(request.url);
  next();
}

/** @throws Problem 400 `malformed-path` or 414 `uri-too-long` */
export function checkPath(target: string): void {
  if (target.length > longestTarget) {
    throw new Problem(414, 'uri-too-long', `The address is longer than ${longestTarget} characters.`);
  }
  const [path = ''] = target.split(/[?#]/, 1);
  for (const segment of path.split('/')) checkSegment(segment);
}

function checkSegment(segment: string): void {
  const text = decode(segment);
  if (text === '.' || text === '..') throw malformed('has a segment that leads elsewhere');
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f/\\]/.test(text)) throw malformed('has an escaped slash or control character');
  if (text.length > longestSegment) throw malformed(`has a segment longer than ${longestSegment} characters`);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw malformed('has a percent sign that escapes nothing');
  }
}

function malformed(message: string): Problem {
  return new Problem(400, 'malformed-path', `The path ${message}.`);
}
