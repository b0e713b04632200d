import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { AddressRefused } from '../errors.js';
import { hostOf } from './api-url.js';
import { isPublicAddress } from './public-address.js';

/** Finds all addresses of a name. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Makes connections to public addresses only. The address that was checked is the one that is connected to, so a name
 * that changes its mind between check and connection (DNS rebinding) changes nothing; one private address among those
 * of a name is enough to refuse it. The attempt fails with AddressRefused.
 */
export function publicConnector(
  timeoutMs: number,
  resolve: Resolve = systemLookup,
): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs, lookup: publicLookup(resolve) });
  return (options, callback) => {
    const host = hostOf(options);
    if (isIP(host) !== 0 && !isPublicAddress(host)) callback(refused(), null);
    else connect(options, callback);
  };
}

function publicLookup(resolve: Resolve): LookupFunction {
  return (hostname, { all = false }, callback) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null) callback(error, '');
      else if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
        callback(refused(), '');
      else if (all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function refused(): AddressRefused {
  return new AddressRefused("The address of Buildkite's API leads to no public address.");
}
