import { integrationStream, integrationStreams, organizationOf } from './integration-stream.js';

describe('The stream of an integration', () => {
  it.each(['acme', 'acme-labs', 'a1'])('is that of one organization: %s', (organization) => {
    const stream = integrationStream(organization);
    expect(stream.startsWith(integrationStreams)).toBe(true);
    expect(organizationOf(stream)).toBe(organization);
  });
});
