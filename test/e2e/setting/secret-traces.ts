import { keptTexts } from './kept-texts.js';

/** The forms in which a secret can lie in bytes: as it is, URL-encoded, in hex, and in base64 at any place of a text. */
export function formsOf(secret: string): string[] {
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from('x'.repeat(shift) + secret).toString('base64');
    const whole = Math.floor((shift + Buffer.byteLength(secret)) / 3) * 4;
    return encoded.slice(shift === 0 ? 0 : 4, whole);
  });
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const plain = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('hex')];
  return [...new Set([...plain, ...base64, ...url])];
}

/** The names of those secrets that are in the text in any form. */
export function tracesIn(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
}

/** `place: name` for each secret in whatever a product keeps; see keptTexts. */
export async function tracesInData(
  dataDir: string,
  secrets: Readonly<Record<string, string>>,
): Promise<string[]> {
  const traces = new Set<string>();
  for await (const { place, text } of keptTexts(dataDir))
    for (const secret of tracesIn(text, secrets)) traces.add(`${place}: ${secret}`);
  return [...traces];
}
