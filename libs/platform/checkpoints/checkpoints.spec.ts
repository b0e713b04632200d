import { temporaryDocuments } from '#libs/documents/testing';
import type { Checkpoints } from '#libs/event-store';
import { rejectionOf } from '../testing/thrown-by.js';
import { checkpointCollection, CheckpointMoved, documentCheckpoints } from './checkpoints.js';

describe('Checkpoints in documents', () => {
  const documents = temporaryDocuments([checkpointCollection]);
  let name: string;
  let names = 0;

  /** Those of a process of its own. */
  const ofProcess = (): Checkpoints => documentCheckpoints(documents());

  beforeEach(() => {
    name = `relay ${(names += 1)}`;
  });

  it('has none for a follower that never kept one', async () => {
    expect(await ofProcess().load(name)).toBeUndefined();
  });

  it('gives the last position kept under a name, also to the next process, which goes on from there', async () => {
    await ofProcess().save(name, '0000000100');
    const next = ofProcess();
    expect(await next.load(name)).toBe('0000000100');
    await next.save(name, '0000000250');
    await next.save(name, '0000000300');
    expect(await ofProcess().load(name)).toBe('0000000300');
  });

  it('keeps names apart', async () => {
    const checkpoints = ofProcess();
    await checkpoints.save(name, '7');
    await checkpoints.save(`${name}: deploys`, '9');
    expect(await checkpoints.load(name)).toBe('7');
    expect(await checkpoints.load(`${name}: deploys`)).toBe('9');
  });

  it('can go back, so that a follower can begin anew', async () => {
    const checkpoints = ofProcess();
    await checkpoints.save(name, '500');
    await checkpoints.save(name, '0');
    expect(await checkpoints.load(name)).toBe('0');
  });

  it('goes on from what was kept before revisions were', async () => {
    await documents()
      .collection(checkpointCollection)
      .put([{ id: name, position: '42' }]);
    const checkpoints = ofProcess();
    expect(await checkpoints.load(name)).toBe('42');
    await checkpoints.save(name, '43');
    expect(await ofProcess().load(name)).toBe('43');
  });

  describe('of a process that stood still while another one followed in its place', () => {
    let still: Checkpoints;
    let successor: Checkpoints;

    beforeEach(async () => {
      [still, successor] = [ofProcess(), ofProcess()];
      await still.save(name, '100');
      await successor.load(name);
      await successor.save(name, '300');
    });

    it('are not moved, neither back nor on', async () => {
      for (const position of ['200', '400']) {
        const refused = await rejectionOf(still.save(name, position));
        expect(refused).toBeInstanceOf(CheckpointMoved);
        expect(refused).toMatchObject({ code: 'checkpoint-moved', follower: name });
      }
      expect(await ofProcess().load(name)).toBe('300');
    });

    it('leave the other one in peace', async () => {
      await rejectionOf(still.save(name, '200'));
      await successor.save(name, '350');
      expect(await ofProcess().load(name)).toBe('350');
    });

    it('can be gone on from once they are loaded again', async () => {
      expect(await still.load(name)).toBe('300');
      await still.save(name, '310');
      expect(await ofProcess().load(name)).toBe('310');
    });
  });

  it('are not made by a process that knew of none when another one made them', async () => {
    const late = ofProcess();
    await late.load(name);
    await ofProcess().save(name, '50');
    expect(await rejectionOf(late.save(name, '10'))).toBeInstanceOf(CheckpointMoved);
    expect(await ofProcess().load(name)).toBe('50');
  });
});
