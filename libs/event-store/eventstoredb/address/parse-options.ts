import { invalidUrl, percentDecoded } from './invalid-url.js';
import type { StoreOptions } from './store-address.js';

type Options = StoreOptions & { readonly tls: boolean };

/** Reads the value of an option; undefined when the option does not take it. */
type Read = (value: string) => Partial<Options> | undefined;

/** The shortest that the server puts up with, in ms. EventStoreDB docs: gRPC clients › Keep-alive pings. */
const SHORTEST_KEEP_ALIVE = 10_000;

const text =
  (name: 'tlsCAFile' | 'userCertFile' | 'userKeyFile' | 'connectionName'): Read =>
  (value) => ({ [name]: value });

const numberFrom =
  (
    least: number,
    name:
      | 'keepAliveInterval'
      | 'keepAliveTimeout'
      | 'maxDiscoverAttempts'
      | 'discoveryInterval'
      | 'gossipTimeout',
  ): Read =>
  (value) =>
    /^\d{1,9}$/.test(value) && Number(value) >= least ? { [name]: Number(value) } : undefined;

const only =
  (wanted: string): Read =>
  (value) =>
    value.toLowerCase() === wanted ? {} : undefined;

const tls: Read = (value) => (value === 'true' || value === 'false' ? { tls: value === 'true' } : undefined);

/** Of each option what it takes, in words, and how it is read. Upper case, - and _ in names do not matter, as in all clients. */
const OPTIONS: ReadonlyMap<string, readonly [takes: string, read: Read]> = new Map([
  ['tls', ['true or false', tls]],
  ['tlsverifycert', ['true only: name the certificates to trust with tlsCAFile', only('true')]],
  ['tlscafile', ['the path of a PEM file', text('tlsCAFile')]],
  ['usercertfile', ['the path of a PEM file', text('userCertFile')]],
  ['userkeyfile', ['the path of a PEM file', text('userKeyFile')]],
  ['connectionname', ['a name', text('connectionName')]],
  ['keepaliveinterval', ['10000 ms or more', numberFrom(SHORTEST_KEEP_ALIVE, 'keepAliveInterval')]],
  ['keepalivetimeout', ['10000 ms or more', numberFrom(SHORTEST_KEEP_ALIVE, 'keepAliveTimeout')]],
  ['maxdiscoverattempts', ['a number from 1', numberFrom(1, 'maxDiscoverAttempts')]],
  ['discoveryinterval', ['1 ms or more', numberFrom(1, 'discoveryInterval')]],
  ['gossiptimeout', ['1 second or more', numberFrom(1, 'gossipTimeout')]],
  ['nodepreference', ['leader only: what was appended must be there to be read', only('leader')]],
  ['throwonappendfailure', ['true only: a lost race must not look like a success', only('true')]],
] satisfies [string, [string, Read]][]);

/**
 * Reads the part of the URL behind the `?`.
 * @throws EventStoreUnusable `event-store-url-invalid`, which names the option and repeats nothing else of the URL
 */
export function parseOptions(query: string): Options {
  let options: Options = { tls: true };
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const [takes, read] = OPTIONS.get(name.toLowerCase().replace(/[_-]/g, '')) ?? [];
    if (takes === undefined || read === undefined) {
      throw invalidUrl(`It has no option ${nameOnly(name)}.`);
    }
    const found = value === '' ? undefined : read(percentDecoded(value).trim());
    if (found === undefined) {
      throw invalidUrl(`Its option ${nameOnly(name)} takes ${takes}.`);
    }
    options = { ...options, ...found };
  }
  if ((options.userCertFile === undefined) !== (options.userKeyFile === undefined)) {
    throw invalidUrl('Its options userCertFile and userKeyFile go together.');
  }
  return options;
}

/** The name of an option if it looks like one, so that half a password never comes out here. */
function nameOnly(name: string): string {
  return /^[a-z_-]{1,30}$/i.test(name) ? name : 'of that name';
}
