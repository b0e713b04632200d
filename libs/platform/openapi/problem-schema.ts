/** What every refusal looks like, as OpenAPI says it (see problemDocument). */
export const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
  properties: {
    type: { type: 'string', example: 'urn:sleuth:problem:deploy-duplicate' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Part of the API: never changes its meaning.' },
    detail: { type: 'string', description: 'For people: what is wrong and what to do.' },
    instance: { type: 'string', description: 'Names the request in the logs.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body.' },
          parameter: { type: 'string', description: 'Name of the query parameter.' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
  },
};
