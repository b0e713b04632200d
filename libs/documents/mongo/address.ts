import { DocumentsUnusable } from '../errors.js';

/** What may be said of a connection string: nothing of its user and password. */
export interface Address {
  /** `host:port`, several with commas between them. */
  readonly hosts: string;
  readonly database: string;
  readonly options: URLSearchParams;
}

const host = String.raw`(?:\[[\da-fA-F:.]+\]|[^\s,:/?#[\]@]+)(?::\d{1,5})?`;
/**
 * Scheme, user and password, hosts, database, options (MongoDB docs: Connection Strings). An @ behind the hosts would
 * mean that they are the beginning of a password with a / or ? in it.
 */
const parts = new RegExp(
  String.raw`^mongodb(?:\+srv)?://(?:[^@/?]*@)?(${host}(?:,${host})*)(?:/([^/?@]*))?(?:\?([^@]*))?$`,
);

/**
 * Takes a connection string apart.
 * @throws DocumentsUnusable when it is none, or names no database
 */
export function addressOf(uri: string): Address {
  const [, hosts, database, options] = parts.exec(uri) ?? [];
  if (hosts === undefined) {
    throw new DocumentsUnusable(
      'MONGODB_URI is not a connection string: mongodb://host:27017/database?replicaSet=name, with : / ? # [ ] @ of user and password percent-encoded.',
    );
  }
  if (database === undefined || database === '') {
    throw new DocumentsUnusable(
      `MONGODB_URI names no database. Put its name behind the hosts: mongodb://${hosts}/build-snapshots.`,
    );
  }
  return { hosts, database: decodedName(database), options: new URLSearchParams(options) };
}

function decodedName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    throw new DocumentsUnusable('The name of the database in MONGODB_URI is not percent-encoded right.');
  }
}
