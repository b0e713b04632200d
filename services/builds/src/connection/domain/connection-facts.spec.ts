import {
  aCodeDeploymentBuildServerSet,
  aConnectionAdded,
  aConnectionRemoved,
  aConnectionTokenReplaced,
  aDefaultBuildServerCleared,
  aDefaultBuildServerSet,
  acme,
  anIntegrationDisconnected,
} from '#libs/contracts/testing';
import { connectionsIn, markIn, tokenIn } from './connection-facts.js';

describe('the token that an event brings', () => {
  it.each([
    ['a new connection', aConnectionAdded({ sequence: 7 })],
    ['another token', aConnectionTokenReplaced({ sequence: 7 })],
  ])('of %s says what it opens, and not what it is', (_what, event) => {
    expect(tokenIn(event)).toEqual({
      id: acme.connection,
      organization: 'acme',
      tokenVersion: acme.tokenVersion,
      buildkiteUser: event.data.buildkiteUser,
      buildkiteOrganizations: ['acme-inc'],
      tokenExpiresAt: event.data.tokenExpiresAt,
      revision: 7,
    });
  });

  it('is none for other events', () => {
    expect(tokenIn(aConnectionRemoved())).toBeUndefined();
    expect(tokenIn(aDefaultBuildServerSet())).toBeUndefined();
  });
});

describe('the mark that an event puts on a connection', () => {
  it.each([
    ['that it is a default build server', aDefaultBuildServerSet(), 'build-server'],
    ["that it is a code deployment's build server", aCodeDeploymentBuildServerSet(), 'build-server'],
    ['that it was removed', aConnectionRemoved(), 'removed'],
  ])('says %s', (_what, event, mark) => {
    expect(markIn(event)).toEqual({ id: `${acme.connection}/${mark}`, connection: acme.connection, mark });
  });

  it('stays when a build server is cleared: its deploys are still followed', () => {
    expect(markIn(aDefaultBuildServerCleared())).toBeUndefined();
    expect(markIn(anIntegrationDisconnected())).toBeUndefined();
  });
});

describe('the connections that an event is about', () => {
  it.each([
    [aConnectionAdded(), [acme.connection]],
    [aConnectionRemoved(), [acme.connection]],
    [aDefaultBuildServerSet(), [acme.connection]],
    [aDefaultBuildServerCleared(), []],
  ])('%#', (event, connections) => {
    expect(connectionsIn(event)).toEqual(connections);
  });
});
