import {
  aConnectionAdded,
  aConnectionRemoved,
  aConnectionTokenReplaced,
  aDefaultBuildServerSet,
  aProjectCreated,
} from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { randomUUID } from 'node:crypto';
import { connectionMarks, connectionTokens, KnownConnections } from './known-connections.js';

describe('the connections that are known', () => {
  const documents = temporaryDocuments([connectionTokens, connectionMarks]);
  let connections: KnownConnections;
  let connection: string;

  beforeEach(() => {
    connections = new KnownConnections(documents());
    connection = randomUUID();
  });

  const added = (sequence = 1) => aConnectionAdded({ connection, sequence });
  const replaced = (sequence = 2) =>
    aConnectionTokenReplaced({ connection, sequence, buildkiteOrganizations: ['acme-inc', 'acme-labs'] });
  const serving = () => aDefaultBuildServerSet({ connection });
  const removed = () => aConnectionRemoved({ connection });

  it('are those that were added', async () => {
    expect(await connections.get(connection)).toBeUndefined();
    await connections.remember([added()]);
    expect(await connections.get(connection)).toMatchObject({
      organization: 'acme',
      buildkiteOrganizations: ['acme-inc'],
      isRemoved: false,
    });
  });

  it('go on with the latest token', async () => {
    await connections.remember([added(), replaced()]);
    expect(await connections.get(connection)).toMatchObject({
      buildkiteOrganizations: ['acme-inc', 'acme-labs'],
    });
    await connections.remember([added()]);
    expect(await connections.get(connection)).toMatchObject({
      buildkiteOrganizations: ['acme-inc', 'acme-labs'],
    });
  });

  it('are told apart from those that were removed, of which it stays known what they opened', async () => {
    await connections.remember([removed()]);
    await connections.remember([added()]);
    expect(await connections.get(connection)).toMatchObject({
      isRemoved: true,
      buildkiteOrganizations: ['acme-inc'],
    });
  });

  it('are collected from when they are a build server until they are removed', async () => {
    await connections.remember([added()]);
    expect(await connections.collected()).not.toContain(connection);
    await connections.remember([serving(), serving()]);
    expect((await connections.collected()).filter((id) => id === connection)).toEqual([connection]);
    await connections.remember([removed()]);
    expect(await connections.collected()).not.toContain(connection);
  });

  it('say of one whether it is collected from', async () => {
    await connections.remember([added()]);
    expect(await connections.isCollected(connection)).toBe(false);
    await connections.remember([serving()]);
    expect(await connections.isCollected(connection)).toBe(true);
    await connections.remember([removed()]);
    expect(await connections.isCollected(connection)).toBe(false);
    expect(await connections.isCollected(randomUUID())).toBe(false);
  });

  it('of which only the removal is known are not collected from', async () => {
    await connections.remember([removed()]);
    expect(await connections.isCollected(connection)).toBe(false);
  });

  it('are no business of other events', async () => {
    await connections.remember([aProjectCreated()]);
    expect(await connections.get(connection)).toBeUndefined();
  });
});
