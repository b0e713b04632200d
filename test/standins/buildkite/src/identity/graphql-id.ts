/** The id by which GraphQL knows a thing: base64 of its type and UUID (recorded in every payload since 2016). */
export function graphqlId(
  type: 'User' | 'Organization' | 'Pipeline' | 'Build' | 'Job' | 'Agent',
  uuid: string,
): string {
  return Buffer.from(`${type}---${uuid}`).toString('base64');
}
