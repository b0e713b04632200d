import { readFileSync } from 'node:fs';
import { EventStoreUnusable } from '../../errors.js';
import type { StoreAddress } from '../address/store-address.js';
import { UnaryClient } from './unary-client.js';

/** What a new client is made of. */
export interface ClientSettings {
  readonly address: StoreAddress;
  readonly certificates: Certificates;
}

/** Contents of PEM files. */
export interface Certificates {
  readonly rootCertificate?: Buffer;
  readonly userCertFile?: Buffer;
  readonly userKeyFile?: Buffer;
}

/**
 * Reads the certificates that the URL names.
 * @throws EventStoreUnusable `event-store-tls-file-unreadable`
 */
export function readCertificates({ options }: StoreAddress): Certificates {
  const { tlsCAFile, userCertFile, userKeyFile } = options;
  return {
    ...(tlsCAFile === undefined ? {} : { rootCertificate: readPem('tlsCAFile', tlsCAFile) }),
    ...(userCertFile === undefined ? {} : { userCertFile: readPem('userCertFile', userCertFile) }),
    ...(userKeyFile === undefined ? {} : { userKeyFile: readPem('userKeyFile', userKeyFile) }),
  };
}

/** Builds a client that connects with its first call. User and password are given to it apart from any text. */
export function buildClient({ address, certificates }: ClientSettings): UnaryClient {
  const { hosts, discover, login, tls, options } = address;
  const { tlsCAFile: _ca, userCertFile: _cert, userKeyFile: _key, ...settings } = options;
  const [first] = hosts.map((host) => ({ ...host }));
  if (first === undefined) {
    throw new RangeError('There is no host.');
  }
  const channel = { insecure: !tls, ...certificates };
  if (discover) {
    return new UnaryClient({ ...settings, discover: first }, channel, login);
  }
  if (hosts.length > 1) {
    return new UnaryClient({ ...settings, endpoints: hosts.map((host) => ({ ...host })) }, channel, login);
  }
  return new UnaryClient({ ...settings, endpoint: first }, channel, login);
}

function readPem(option: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new EventStoreUnusable(
      'event-store-tls-file-unreadable',
      `The file that ${option} in EVENTSTORE_URL names, ${path}, cannot be read. Name a PEM file that this process may read.`,
      { cause },
    );
  }
}
