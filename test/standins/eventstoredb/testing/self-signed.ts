import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TAG, der, marked, oid } from './der.js';

/** Files in PEM, of a certificate that vouches for itself and its key. */
export interface SelfSigned {
  readonly certificateFile: string;
  readonly keyFile: string;
}

const DAY_MS = 86_400_000;

function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return der(TAG.utcTime, Buffer.from(`${digits}Z`));
}

function extension(id: string, value: Buffer): Buffer {
  return der(TAG.sequence, oid(id), der(TAG.octets, value));
}

/** Writes a certificate for `localhost` and 127.0.0.1, valid for a day, and its key into a folder. */
export async function selfSigned(folder: string): Promise<SelfSigned> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = der(TAG.sequence, oid('1.2.840.10045.4.3.2'));
  const commonName = der(TAG.sequence, oid('2.5.4.3'), der(TAG.utf8, Buffer.from('localhost')));
  const name = der(TAG.sequence, der(TAG.set, commonName));
  const alternativeNames = der(
    TAG.sequence,
    der(marked.plain(2), Buffer.from('localhost')),
    der(marked.plain(7), Buffer.from([127, 0, 0, 1])),
  );
  const isAuthority = der(TAG.sequence, der(TAG.boolean, Buffer.from([0xff])));
  const toBeSigned = der(
    TAG.sequence,
    der(marked.holding(0), der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    name,
    der(TAG.sequence, utcTime(Date.now() - DAY_MS), utcTime(Date.now() + DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      marked.holding(3),
      der(TAG.sequence, extension('2.5.29.17', alternativeNames), extension('2.5.29.19', isAuthority)),
    ),
  );
  const signature = der(TAG.bits, Buffer.from([0]), sign('sha256', toBeSigned, privateKey));
  const certificate = der(TAG.sequence, toBeSigned, ecdsaWithSha256, signature);
  const files = {
    certificateFile: path.join(folder, 'certificate.pem'),
    keyFile: path.join(folder, 'key.pem'),
  };
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  await writeFile(
    files.certificateFile,
    `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  );
  await writeFile(files.keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return files;
}
