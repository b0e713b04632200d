import { pipelineJson } from '../testing/payloads.js';
import { observedPipeline } from './pipeline.js';

describe('a pipeline', () => {
  it('keeps id, slug, name and normalised repository, and nothing else', () => {
    expect(observedPipeline(pipelineJson({ repository: 'git@GitHub.com:Acme/Web.git' }))).toEqual({
      id: 'pipeline-web',
      slug: 'web',
      name: 'Web :globe:',
      repository: 'github.com/acme/web',
    });
  });

  it('takes its slug from the url when a trimmed reply lacks it', () => {
    expect(observedPipeline(pipelineJson({ slug: undefined }))?.slug).toBe('web');
  });

  it('is called like its slug when it has no name', () => {
    expect(observedPipeline(pipelineJson({ name: null }))?.name).toBe('web');
  });

  it.each([null, '', '/srv/git/web', 7, undefined])(
    'has no repository when Buildkite writes %j',
    (repository) => {
      expect(observedPipeline(pipelineJson({ repository }))?.repository).toBeUndefined();
    },
  );

  it.each([{ env: null }, { provider: {} }, { cluster_id: null }, { cluster_id: '' }, { tags: null }])(
    'does not mind %j',
    (odd) => {
      expect(observedPipeline(pipelineJson(odd))?.id).toBe('pipeline-web');
    },
  );

  it.each([null, [], 'web', {}, pipelineJson({ id: null }), pipelineJson({ slug: '', url: '' })])(
    'is missing when it cannot be told which one it is',
    (json) => {
      expect(observedPipeline(json)).toBeUndefined();
    },
  );
});
