import { checkLines, figures, lastLine } from './report.js';

const good = { name: 'all is well', faults: [] };
const bad = { name: 'nothing is lost', faults: [{ what: 'A' }, { what: 'B' }, { what: 'C' }, { what: 'D' }] };

describe('the report', () => {
  it('counts every check of every seed', () => {
    const total = figures([
      { seed: 1, checks: [good, bad] },
      { seed: 2, checks: [good, good] },
    ]);
    expect(total).toEqual({
      success: false,
      numPassedTests: 3,
      numFailedTests: 1,
      numRuntimeErrorTestSuites: 0,
    });
    expect(lastLine(total)).toBe('3 passed, 1 failed');
  });

  it('counts a run that broke off as failed', () => {
    const total = figures([
      { seed: 1, checks: [good] },
      { seed: 2, checks: [], brokenOff: 'Error: no product' },
    ]);
    expect(total).toMatchObject({ success: false, numRuntimeErrorTestSuites: 1 });
    expect(lastLine(total)).toBe('1 passed, 1 failed');
  });

  it('is no success when nothing was checked', () => {
    expect(figures([]).success).toBe(false);
    expect(figures([{ seed: 1, checks: [good] }]).success).toBe(true);
  });

  it('names every check and the first of what was found', () => {
    expect(checkLines({ seed: 1, checks: [good, bad], brokenOff: 'Error: no product' })).toEqual([
      '  ✓ all is well',
      '  ✗ nothing is lost: 4 faults',
      '      A',
      '      B',
      '      C',
      '  ✗ it broke off: Error: no product',
    ]);
  });
});
