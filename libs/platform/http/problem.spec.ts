import { notFound, Problem, problemDocument } from './problem.js';

describe('a problem', () => {
  it('goes over the wire as problem details with a stable type', () => {
    const problem = new Problem(422, 'token-rejected', 'Buildkite does not know this token.');
    expect(problemDocument(problem, '0b1f4f2e-8a8f-4b8c-9d5e-0a4f7f0d9c11')).toEqual({
      type: 'urn:sleuth:problem:token-rejected',
      title: 'Token rejected',
      status: 422,
      code: 'token-rejected',
      detail: 'Buildkite does not know this token.',
      instance: 'urn:uuid:0b1f4f2e-8a8f-4b8c-9d5e-0a4f7f0d9c11',
    });
  });

  it('lists faults when there are some', () => {
    const errors = [{ pointer: '/label', code: 'is-label', message: 'must be text' }];
    expect(problemDocument(new Problem(400, 'validation', 'No.', { errors }), 'id').errors).toEqual(errors);
  });

  it('keeps what is for headers out of the document', () => {
    const problem = new Problem(503, 'unavailable', 'Later.', {
      retryAfterSeconds: 3,
      headers: { 'X-A': 'b' },
    });
    expect(Object.keys(problemDocument(problem, 'id'))).toEqual([
      'type',
      'title',
      'status',
      'code',
      'detail',
      'instance',
    ]);
  });

  it('is the same for what is not there and what belongs to others', () => {
    expect(notFound()).toMatchObject({ status: 404, code: 'not-found' });
    expect(notFound('deploy-not-found', 'There is no such deploy.')).toMatchObject({
      status: 404,
      code: 'deploy-not-found',
    });
  });
});
