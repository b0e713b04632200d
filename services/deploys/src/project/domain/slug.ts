const longest = 100;

/**
 * The slug of a name, as Sleuth makes it: lower case, blanks become `-`, other punctuation is dropped
 * ("Plugin picker (dev)" → `plugin-picker-dev`). Empty when the name has no letter or digit of `a-z0-9`.
 */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9\s_-]/g, '')
    .replace(/[\s_-]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '');
}

/** Whether the text can stand as a slug: runs of `a-z0-9` joined by single hyphens, 100 characters at most. */
export function isSlug(text: string): boolean {
  return text.length <= longest && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
