import { Faults } from './faults.js';
import type { FaultMatch } from './fault.js';

const TARGET = {
  method: 'GET',
  path: '/v2/organizations/acme/builds',
  query: 'commit[]=abc&state=failed',
  token: 'admin',
};

/** Whether a fault for such requests hits the target. */
function hits(match: FaultMatch): boolean {
  const faults = new Faults();
  faults.add({ match, fault: { kind: 'cut' } });
  return faults.take(TARGET) !== undefined;
}

describe('which requests a fault hits', () => {
  it.each<[FaultMatch, boolean]>([
    [{}, true],
    [{ method: 'get' }, true],
    [{ method: 'DELETE' }, false],
    [{ path: '/v2/organizations/acme/builds' }, true],
    [{ path: '/v2/organizations/acme' }, false],
    [{ path: '/v2/organizations/*' }, true],
    [{ path: '*/builds' }, true],
    [{ path: '/v2/organizations/acm./builds' }, false],
    [{ query: 'commit[]=abc' }, true],
    [{ query: 'commit[]=abd' }, false],
    [{ token: 'admin' }, true],
    [{ token: 'other' }, false],
    [{ path: '*/builds', token: 'other' }, false],
  ])('%j: %s', (match, hit) => {
    expect(hits(match)).toBe(hit);
  });

  it('is every request to the API, but not the ping, when nothing is said', () => {
    const faults = new Faults();
    faults.add({ fault: { kind: 'cut' } });
    expect(faults.take({ ...TARGET, path: '/' })).toBeUndefined();
    expect(faults.take({ ...TARGET, path: '/v2/user' })).toEqual({ kind: 'cut' });
  });
});

describe('faults that wait', () => {
  it('are used up one by one, the first that matches first', () => {
    const faults = new Faults();
    faults.add({ match: { token: 'other' }, fault: { kind: 'cut' } });
    faults.add({ times: 2, fault: { kind: 'status', status: 500 } });
    faults.add({ fault: { kind: 'html' } });
    expect([1, 2, 3, 4].map(() => faults.take(TARGET)?.kind)).toEqual([
      'status',
      'status',
      'html',
      undefined,
    ]);
    expect(faults.list()).toMatchObject([{ match: { token: 'other' }, left: 1 }]);
    faults.clear();
    expect(faults.list()).toEqual([]);
  });
});
