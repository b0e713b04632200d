import { deploysTable, type ShownSnapshot } from './deploys-table.js';

const deploy = {
  id: '1',
  environment: 'production',
  sha: 'abcdef0123456789',
  deployedAt: '2026-03-01T12:00:00.000Z',
};

describe('the table of deploys', () => {
  it('shows each deploy once and all of its builds', () => {
    const lines = deploysTable([snapshot('passed', ['Tests', 'Release'])]).split('\n');
    expect(lines.filter((line) => line.includes('2026-03-01 12:00:00'))).toHaveLength(1);
    expect(lines.find((line) => line.includes('Tests #1'))).toMatch(
      /production.*abcdef0 .*passed.*running.*derived/,
    );
    expect(lines.find((line) => line.includes('Release #2 (earlier)'))).not.toContain('production');
  });

  it('shows a deploy without builds', () => {
    expect(deploysTable([snapshot('none', [])])).toContain('no builds');
  });
});

function snapshot(verdict: string, pipelines: string[]): ShownSnapshot {
  const builds = pipelines.map((name, index) => ({
    number: index + 1,
    state: 'running',
    certainty: 'derived',
    counts: index === 0,
    pipeline: { name },
  }));
  return { deploy, status: 'taken', verdict, builds };
}
