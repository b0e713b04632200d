import { loggedErrors } from './logged-errors.js';

const line = (level: string, message: string, error?: unknown) =>
  `${JSON.stringify({ level, message, error })}\n`;

describe('the errors in a log', () => {
  it('are told once each, with how often they came', () => {
    const output =
      line('error', 'It broke.', { message: 'EIO' }) + line('error', 'It broke.') + line('error', 'It fell.');
    expect(loggedErrors(output)).toEqual(['2 × It broke. {"message":"EIO"}', '1 × It fell.']);
  });

  it('are none where it warns, or where a kill cut a line off', () => {
    expect(loggedErrors(line('warn', 'A Buildkite organization could not be polled'))).toEqual([]);
    expect(loggedErrors(line('error', 'It broke.').slice(0, 25))).toEqual([]);
    expect(loggedErrors('')).toEqual([]);
  });
});
