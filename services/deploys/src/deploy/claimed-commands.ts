import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS, refuseReusedKey, type CommandIdentity } from '#libs/platform';

/** A command that came with an Idempotency-Key, and the body that it came with first. */
interface ClaimedCommand {
  /** The command's id. */
  readonly id: string;
  readonly requestDigest: string;
}

export const claimedCommands: CollectionDefinition<ClaimedCommand> = {
  name: 'claimed-deploy-commands',
  indexes: [],
};

/** Keeps an Idempotency-Key to one body, whichever stream the body leads to. */
@Injectable()
export class ClaimedCommands {
  readonly #collection: Collection<ClaimedCommand>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(claimedCommands);
  }

  /** @throws Problem 409 `idempotency-key-reused` when the key came before with another body */
  async claim(identity: CommandIdentity): Promise<void> {
    if (!identity.isKeyed) return;
    const { commandId: id, requestDigest } = identity;
    const claimed = await this.#collection.insertMissing([{ id, requestDigest }]);
    if (claimed.length > 0) return;
    const first = await this.#collection.get(id);
    refuseReusedKey(identity, first && { requestDigest: first.requestDigest });
  }
}
