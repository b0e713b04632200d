/** A secret in the vault cannot be read. The message never holds the secret, its ciphertext or a key. */
export class VaultUnreadable extends Error {
  readonly code = 'vault-unreadable';
  constructor(
    readonly connection: string,
    /** `unknown-key`: VAULT_KEYS lacks the key; `altered`: the entry, or where it lies, is not as it was written. */
    readonly reason: 'unknown-key' | 'altered',
    options?: ErrorOptions,
  ) {
    super(`The token of connection ${connection} cannot be read: ${reasons[reason]}`, options);
    this.name = 'VaultUnreadable';
  }
}

const reasons = {
  'unknown-key': 'VAULT_KEYS does not hold the key that it was encrypted with (any more).',
  altered: 'its entry in the vault is not as it was written.',
} as const;

/** VAULT_KEYS is not as it must be. The message says where, and never holds a key. */
export class InvalidKeyRing extends Error {
  readonly code = 'invalid-key-ring';
  constructor(readonly faults: readonly string[]) {
    super(`VAULT_KEYS: ${faults.join(' ')}`);
    this.name = 'InvalidKeyRing';
  }
}
