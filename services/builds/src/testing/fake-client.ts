import type { BuildkiteClient, BuildsPage, BuildsQuery } from '#libs/buildkite';
import type { ConnectionClients } from '../connection/connection-clients.js';

/** What Buildkite says to a query: pages, or an error. */
export type Says = (query: BuildsQuery) => readonly BuildsPage[] | Error;

/** Clients of one connection after the other, all of which say the same; they note what they are asked. */
export function fakeClients(says: Says): ConnectionClients & { readonly asked: readonly BuildsQuery[] } {
  const asked: BuildsQuery[] = [];
  const client: Pick<BuildkiteClient, 'buildPages'> = {
    async *buildPages(query) {
      asked.push(query);
      const said = says(query);
      if (said instanceof Error) throw said;
      yield* said;
    },
  };
  const clients: Pick<ConnectionClients, 'of'> & { readonly asked: readonly BuildsQuery[] } = {
    asked,
    of: async () => client as BuildkiteClient,
  };
  return clients as ConnectionClients & { readonly asked: readonly BuildsQuery[] };
}
