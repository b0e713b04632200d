/** What is wrong with a text that should be an API access token, in words for the admin who pasted it. */
export interface TokenFault {
  readonly code: 'empty' | 'not-a-token' | 'not-an-api-token';
  /** One sentence; holds nothing of the token. */
  readonly detail: string;
}

/** Beginnings of Buildkite's other secrets (Buildkite docs: Platform › Security › Tokens). */
const otherSecrets: Readonly<Record<string, string>> = {
  bkaa_: 'an agent session token',
  bkaj_: 'an agent job token',
  bkar_: 'an agent registration token',
  bkct_: 'a cluster (agent) token',
  bkpt_: 'a package registry token',
  bkps_: 'a portal secret',
  bkpat_: 'a portal token',
};

const longest = 1_000;
const printable = /^[\x21-\x7e]+$/;

/**
 * What is wrong with a pasted token, or undefined when only Buildkite can tell. Any printable text without white space
 * may be one: those of today begin with `bkua_`, older ones are 40 hexadecimal digits, and both stay valid.
 */
export function tokenFault(text: string): TokenFault | undefined {
  if (text === '') return { code: 'empty', detail: 'The token is empty.' };
  if (text.length > longest || !printable.test(text))
    return {
      code: 'not-a-token',
      detail: `A token is at most ${longest} printable ASCII characters without white space.`,
    };
  const prefix = Object.keys(otherSecrets).find((beginning) => text.startsWith(beginning));
  if (prefix === undefined) return undefined;
  return {
    code: 'not-an-api-token',
    detail: `This is ${otherSecrets[prefix]} of Buildkite (${prefix}…). An API access token is needed; those begin with bkua_.`,
  };
}
