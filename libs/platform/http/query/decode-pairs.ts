/**
 * The names and values of `name=value&…`, decoded, in order; `+` is a blank.
 * @param refuse makes the error that is thrown for escapes that are not UTF-8 (`bad-escape`)
 */
export function decodePairs(
  text: string,
  refuse: (code: string, message: string) => Error,
): readonly (readonly [name: string, value: string])[] {
  const decode = (part: string): string => {
    try {
      return decodeURIComponent(part.replaceAll('+', ' '));
    } catch {
      throw refuse('bad-escape', 'has a percent sign that escapes nothing');
    }
  };
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals === -1
        ? [decode(pair), '']
        : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    });
}
