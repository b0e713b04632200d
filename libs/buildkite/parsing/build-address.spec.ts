import { buildAddress } from './build-address.js';

describe('the address of a build', () => {
  it('names organization and pipeline', () => {
    expect(
      buildAddress('https://api.buildkite.com/v2/organizations/acme/pipelines/web-app/builds/42'),
    ).toEqual({ organization: 'acme', pipeline: 'web-app' });
  });

  it('may be that of a pipeline', () => {
    expect(buildAddress('https://api.buildkite.com/v2/organizations/acme/pipelines/web-app')).toEqual({
      organization: 'acme',
      pipeline: 'web-app',
    });
  });

  it.each([undefined, null, '', 7, {}, 'https://buildkite.com/acme/web-app/builds/42', 'x'.repeat(3_000)])(
    'is missing when the url is %j',
    (url) => {
      expect(buildAddress(url)).toBeUndefined();
    },
  );
});
