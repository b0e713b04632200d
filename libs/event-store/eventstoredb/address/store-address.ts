/** A node of the store. */
export interface Host {
  readonly address: string;
  readonly port: number;
}

export interface Login {
  readonly username: string;
  /** Secret. */
  readonly password: string;
}

/** Where the store is and how to speak to it, as the URL says. */
export interface StoreAddress {
  readonly hosts: readonly Host[];
  /** The one host is a name of the cluster, whose nodes are asked for their leader (`esdb+discover://`). */
  readonly discover: boolean;
  readonly tls: boolean;
  readonly login?: Login;
  readonly options: StoreOptions;
}

/** Options of the URL besides `tls`. EventStoreDB docs: gRPC clients › Connection string. */
export interface StoreOptions {
  /** PEM file with the certificates to trust. */
  readonly tlsCAFile?: string;
  /** PEM files of an X.509 user. */
  readonly userCertFile?: string;
  readonly userKeyFile?: string;
  /** As which the server lists this client. */
  readonly connectionName?: string;
  /** In ms. */
  readonly keepAliveInterval?: number;
  /** In ms. */
  readonly keepAliveTimeout?: number;
  readonly maxDiscoverAttempts?: number;
  /** In ms. */
  readonly discoveryInterval?: number;
  /** In seconds. */
  readonly gossipTimeout?: number;
}

/** The hosts as text for messages: `host:port`, several with commas. */
export function hostsOf({ hosts }: Pick<StoreAddress, 'hosts'>): string {
  return hosts.map(({ address, port }) => `${address}:${port}`).join(',');
}
