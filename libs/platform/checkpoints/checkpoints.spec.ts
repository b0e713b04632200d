import { temporaryDocuments } from '#libs/documents/testing';
import { checkpointCollection, documentCheckpoints } from './checkpoints.js';

describe('Checkpoints in documents', () => {
  const documents = temporaryDocuments([checkpointCollection]);

  it('has none for a follower that never kept one', async () => {
    expect(await documentCheckpoints(documents()).load('deploys relay')).toBeUndefined();
  });

  it('gives the last position kept under a name, also to the next process', async () => {
    await documentCheckpoints(documents()).save('deploys relay', '0000000100');
    await documentCheckpoints(documents()).save('deploys relay', '0000000250');
    expect(await documentCheckpoints(documents()).load('deploys relay')).toBe('0000000250');
  });

  it('keeps names apart', async () => {
    const checkpoints = documentCheckpoints(documents());
    await checkpoints.save('integrations relay', '7');
    await checkpoints.save('read model: deploys', '9');
    expect(await checkpoints.load('integrations relay')).toBe('7');
    expect(await checkpoints.load('read model: deploys')).toBe('9');
  });

  it('can go back, so that a follower can begin anew', async () => {
    const checkpoints = documentCheckpoints(documents());
    await checkpoints.save('rebuild', '500');
    await checkpoints.save('rebuild', '0');
    expect(await checkpoints.load('rebuild')).toBe('0');
  });
});
