import { readAccounts, type Account } from '../access/users.js';

/** With what a stand-in starts. */
export interface StandInConfig {
  readonly host: string;
  /** Of the gRPC server; 0: any free one. */
  readonly port: number;
  /** Of the control API; 0: any free one. */
  readonly controlPort: number;
  /** Where the log is kept; undefined: in memory alone. */
  readonly dataDir: string | undefined;
  /** Who may do something; nobody listed: everybody may do everything, as with the real server's `--insecure`. */
  readonly accounts: readonly Account[];
  /** Files in PEM; undefined: the connection is not encrypted. */
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

function portIn(env: Environment, name: string): number {
  const text = env[name] ?? '';
  const port = Number(text);
  if (!/^\d*$/.test(text) || port > 65_535) throw new RangeError(`${name} is not a port: ${text}`);
  return port;
}

function textIn(env: Environment, name: string): string | undefined {
  const text = env[name];
  return text === '' ? undefined : text;
}

/** The configuration that the environment gives; throws a RangeError that names the variable that makes no sense. */
export function readConfig(env: Environment): StandInConfig {
  const certificateFile = textIn(env, 'TLS_CERT_FILE');
  const keyFile = textIn(env, 'TLS_KEY_FILE');
  if ((certificateFile === undefined) !== (keyFile === undefined))
    throw new RangeError('TLS_CERT_FILE and TLS_KEY_FILE are set together or not at all.');
  return {
    host: textIn(env, 'HOST') ?? '127.0.0.1',
    port: portIn(env, 'PORT'),
    controlPort: portIn(env, 'CONTROL_PORT'),
    dataDir: textIn(env, 'DATA_DIR'),
    accounts: readAccounts(env['USERS'] ?? ''),
    tls: certificateFile === undefined || keyFile === undefined ? undefined : { certificateFile, keyFile },
  };
}
