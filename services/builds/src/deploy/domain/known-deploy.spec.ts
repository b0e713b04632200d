import { aDeployDeleted, aDeployRegistered, acme, aProjectCreated } from '#libs/contracts/testing';
import { deployIn } from './known-deploy.js';

describe('what an event tells of a deploy', () => {
  it('is that it is registered and waits for a connection', () => {
    expect(deployIn(aDeployRegistered())).toEqual({
      id: acme.deploy,
      organization: 'acme',
      project: 'shop',
      codeDeployment: 'shop-web',
      sha: acme.sha,
      deployedAt: acme.deployedAt,
      connection: null,
      isDeleted: false,
      revision: 0,
    });
  });

  it('has T in the form in which times are compared as text', () => {
    const deployedAt = '2026-11-23T12:00:00Z';
    expect(deployIn(aDeployRegistered({ deployedAt }))).toMatchObject({
      deployedAt: '2026-11-23T12:00:00.000Z',
    });
  });

  it('is that it is deleted, which nothing can change any more', () => {
    expect(deployIn(aDeployDeleted())).toEqual({
      id: acme.deploy,
      organization: 'acme',
      sha: acme.sha,
      isDeleted: true,
      revision: Number.MAX_SAFE_INTEGER,
    });
  });

  it('is nothing for an event about something else', () => {
    expect(deployIn(aProjectCreated())).toBeUndefined();
  });
});
