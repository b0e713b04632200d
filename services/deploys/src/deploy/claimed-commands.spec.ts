import { temporaryDocuments } from '#libs/documents/testing';
import { Problem } from '#libs/platform';
import { ClaimedCommands, claimedCommands } from './claimed-commands.js';

describe('an Idempotency-Key', () => {
  const documents = temporaryDocuments([claimedCommands]);

  it('stays with the body that it came with first', async () => {
    const identity = { commandId: 'first', requestDigest: 'a', isKeyed: true };
    const commands = new ClaimedCommands(documents());
    await commands.claim(identity);
    await commands.claim(identity);
    const other: unknown = await commands
      .claim({ ...identity, requestDigest: 'b' })
      .catch((error: unknown) => error);
    expect(other).toBeInstanceOf(Problem);
    expect(other).toMatchObject({ status: 409, code: 'idempotency-key-reused' });
  });

  it('leaves no trace where there is none', async () => {
    const commands = new ClaimedCommands(documents());
    await commands.claim({ commandId: 'second', requestDigest: 'a', isKeyed: false });
    expect(await documents().collection(claimedCommands).get('second')).toBeUndefined();
  });
});
