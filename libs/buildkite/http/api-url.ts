import { isIP } from 'node:net';
import { AddressRefused } from '../errors.js';
import { isPublicAddress } from './public-address.js';

/**
 * The API's address (`https://api.buildkite.com/v2`), without a slash at its end. Throws AddressRefused for what is no
 * http(s) address or carries a user, a query or a fragment; and, unless `allowInsecure`, for http, for another port than
 * 443 and for an address that is not public. Names are looked up, and checked, when a connection is made.
 */
export function apiUrlOf(text: string, allowInsecure: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw refused('is no http(s) address');
  if (url.username !== '' || url.password !== '') throw refused('carries a user name or password');
  if (url.search !== '' || url.hash !== '') throw refused('carries a query or fragment');
  url.pathname = url.pathname.replace(/\/+$/, '');
  if (allowInsecure) return url;

  if (url.protocol !== 'https:') throw refused('is not https');
  if (url.port !== '') throw refused('names a port other than 443');
  const host = hostOf(url);
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw refused('is no public address');
  return url;
}

/** The host of an address, an IPv6 address without its brackets. */
export function hostOf({ hostname }: { readonly hostname: string }): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function refused(why: string): AddressRefused {
  return new AddressRefused(`The address of Buildkite's API ${why}.`);
}
