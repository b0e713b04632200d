import { EventStoreUnusable } from '../../errors.js';
import { invalidUrl, percentDecoded } from './invalid-url.js';
import { parseOptions } from './parse-options.js';
import type { Host, Login, StoreAddress } from './store-address.js';

const DEFAULT_PORT = '2113';
/** The names that the protocol has had: a KurrentDB server speaks it, too. */
const SCHEME = /^(?:esdb|kdb|kurrent|kurrentdb)(\+discover)?:\/\//;
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i;

/**
 * Reads `esdb://[user:password@]host[:port][,host[:port]…][?option=value&…]`, or `esdb+discover://` with the name of a
 * cluster. The client never sees the URL, since it prints all of it, with the password, for an option that it does not
 * know.
 * @throws EventStoreUnusable `event-store-url-invalid` or `event-store-credentials-without-tls`; its message repeats
 * nothing of the URL but the name of an option
 */
export function parseUrl(url: string): StoreAddress {
  const [scheme, discover] = SCHEME.exec(url.trim()) ?? [];
  if (scheme === undefined) {
    throw invalidUrl('It begins with esdb:// or esdb+discover://.');
  }
  const { login, rest } = parseLogin(url.trim().slice(scheme.length));
  const [authority = '', query = '', ...more] = rest.split('?');
  if (more.length > 0 || rest.includes('#')) {
    throw invalidUrl('It has one ? and no #; others are percent-encoded.');
  }
  const hosts = authority.replace(/\/+$/, '').split(',').map(parseHost);
  if (discover !== undefined && hosts.length > 1) {
    throw invalidUrl('With esdb+discover:// it has one host, the name of the cluster.');
  }
  const { tls, ...options } = parseOptions(query);
  if (!tls && (login !== undefined || options.userCertFile !== undefined)) {
    throw new EventStoreUnusable(
      'event-store-credentials-without-tls',
      'EVENTSTORE_URL has credentials and tls=false, but without TLS no credentials are sent. Leave out tls=false; or leave out the credentials, if the server runs insecurely.',
    );
  }
  return { hosts, discover: discover !== undefined, tls, ...(login === undefined ? {} : { login }), options };
}

function parseLogin(text: string): { readonly login?: Login; readonly rest: string } {
  const end = text.lastIndexOf('@');
  if (end < 0) {
    return { rest: text };
  }
  const [username = '', password = '', ...more] = text.slice(0, end).split(':').map(percentDecoded);
  if (/[/?#@]/.test(text.slice(0, end)) || more.length > 0 || username === '' || password === '') {
    throw invalidUrl(
      'Credentials stand as user:password@ before the host; any other : / ? # @ is percent-encoded.',
    );
  }
  return { login: { username, password }, rest: text.slice(end + 1) };
}

function parseHost(text: string): Host {
  const [, address, port = DEFAULT_PORT] = HOST.exec(text.trim()) ?? [];
  if (address === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw invalidUrl('Its hosts are host or host:port, with commas in between.');
  }
  return { address, port: Number(port) };
}
