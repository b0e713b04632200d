import { normalizeSha } from '#libs/contracts';
import { checked } from '#libs/platform';

/** A field that holds a full SHA in either case. */
export const FullSha = (): PropertyDecorator =>
  checked(
    'isFullSha',
    (value) =>
      typeof value === 'string' && normalizeSha(value) !== undefined
        ? undefined
        : 'must be a full SHA of 40 or 64 hexadecimal digits',
    { pattern: '^([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$' },
  );
