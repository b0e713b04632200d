/** Shapes of secrets that have no business in text: Buildkite tokens, our API keys, what stands behind Bearer and in URLs. */
const secrets = [
  /\bbk[a-z]{1,4}_[A-Za-z0-9_-]{16,}/g,
  /\bbsk_[0-9a-f]{8}_[A-Za-z0-9_-]{43}/g,
  /(?<=\b(?:bearer|apikey)\s+)[A-Za-z0-9._~+/=-]{8,}/gi,
  /(?<=\b[a-z][a-z0-9+]*:\/\/)[^\s/@"\\]+(?=@)/gi,
];

/**
 * The text with everything that looks like a secret replaced by `[secret]`. The last net under every log line, for errors
 * of libraries whose words we do not choose.
 */
export function scrub(text: string): string {
  return secrets.reduce((scrubbed, pattern) => scrubbed.replace(pattern, '[secret]'), text);
}
