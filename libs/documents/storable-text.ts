/**
 * The text as an engine can store it that keeps UTF-8: lone surrogates have no place there, and writing them would make
 * one of many. Each becomes U+FFFF and its four digits. Different texts stay different; all others stay as they are.
 */
export function storableText(text: string): string {
  if (isStorableText(text)) return text;
  return text.replace(/[\p{Surrogate}\uFFFF]/gu, (unit) => `\uFFFF${unit.charCodeAt(0).toString(16)}`);
}

/** Whether an engine stores the text as it is. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\uFFFF');
}
