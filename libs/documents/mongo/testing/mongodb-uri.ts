/**
 * The MongoDB that tests against a real one use.
 * @throws Error when there is none
 */
export function mongodbUri(): string {
  const uri = process.env['MONGODB_URI'];
  if (uri === undefined || uri === '') {
    throw new Error('MONGODB_URI is not set. Run it with npm run test:engines.');
  }
  return uri;
}
