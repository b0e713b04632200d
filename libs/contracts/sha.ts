const fullSha = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Whether the text is a full git SHA in the form in which SHAs are compared: 40 or 64 lower-case hexadecimal digits. */
export function isFullSha(text: string): boolean {
  return fullSha.test(text);
}

/** The full SHA in lower case, or undefined for anything else (`HEAD`, a tag, a short SHA): those are never guessed. */
export function normalizeSha(text: string): string | undefined {
  const sha = text.trim().toLowerCase();
  return isFullSha(sha) ? sha : undefined;
}
