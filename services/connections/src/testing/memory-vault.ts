import type { Clock, Secret, StoredSecret, Vault } from '#libs/platform';

/** Keeps secrets in memory as the vault keeps them, for tests of who puts and forgets what. */
export class MemoryVault implements Pick<Vault, 'put' | 'get' | 'list' | 'forget' | 'forgetVersion'> {
  readonly #kept = new Map<string, StoredSecret & { readonly secret: Secret }>();

  constructor(private readonly clock: Clock) {}

  /** The same as what the features ask for. */
  get vault(): Vault {
    return this as unknown as Vault;
  }

  /** The versions that lie here, of one connection or of all. */
  versions(connection?: string): string[] {
    const all = [...this.#kept.values()];
    return all.filter((kept) => !connection || kept.connection === connection).map(({ version }) => version);
  }

  async put(organization: string, connection: string, version: string, secret: Secret): Promise<void> {
    const storedAt = this.clock.now().toISOString();
    const place = { organization, connection, version };
    this.#kept.set(JSON.stringify([organization, connection, version]), { ...place, storedAt, secret });
  }

  async get(...place: [organization: string, connection: string, version: string]) {
    return this.#kept.get(JSON.stringify(place))?.secret;
  }

  async list(): Promise<readonly StoredSecret[]> {
    return [...this.#kept.values()].map(({ secret: _, ...told }) => told);
  }

  async forget(organization: string, connection: string): Promise<void> {
    for (const [id, kept] of this.#kept) {
      if (kept.organization === organization && kept.connection === connection) this.#kept.delete(id);
    }
  }

  async forgetVersion(...place: [organization: string, connection: string, version: string]): Promise<void> {
    this.#kept.delete(JSON.stringify(place));
  }
}
