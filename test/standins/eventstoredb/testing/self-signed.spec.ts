import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { der, oid } from './der.js';
import { selfSigned } from './self-signed.js';

describe('a certificate that vouches for itself', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'self-signed-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is read by node, belongs to its key and is for this machine, today', async () => {
    const { certificateFile, keyFile } = await selfSigned(folder);
    const certificate = new X509Certificate(await readFile(certificateFile));
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(await readFile(keyFile)))).toBe(true);
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.ca).toBe(true);
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
  });
});

describe('DER', () => {
  it.each([
    ['1.2.840.10045.4.3.2', '06082a8648ce3d040302'],
    ['2.5.4.3', '0603550403'],
  ])('writes the object identifier %s as %s', (text, hex) => {
    expect(oid(text).toString('hex')).toBe(hex);
  });

  it.each([
    [0x7f, '047f'],
    [0x80, '048180'],
    [0x1_00, '04820100'],
    [0x1_23_45, '0483012345'],
  ])('writes the length %i so that it can be read', (length, head) => {
    expect(der(0x04, Buffer.alloc(length)).toString('hex', 0, head.length / 2)).toBe(head);
  });
});
