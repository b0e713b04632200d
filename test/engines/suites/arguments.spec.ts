import { jestArguments, narrow, readArguments } from './arguments.js';

describe('the arguments of a run', () => {
  it('are parts of paths, and from the first option on what Jest gets', () => {
    expect(readArguments(['libs/bus', 'mongo', '--json', '--outputFile', 'report.json'])).toEqual({
      parts: ['libs/bus', 'mongo'],
      forJest: ['--json', '--outputFile', 'report.json'],
    });
  });

  it.each([
    [[], { parts: [], forJest: [] }],
    [['--bail'], { parts: [], forJest: ['--bail'] }],
    [['libs/bus'], { parts: ['libs/bus'], forJest: [] }],
  ])('may be some of them: %j', (args, read) => {
    expect(readArguments(args)).toEqual(read);
  });

  it('narrow the files down to those with one of the parts in their path', () => {
    const files = ['libs/bus/a.ts', 'libs/documents/b.ts', 'test/c.ts'];
    expect(narrow(files, ['bus', 'test/'])).toEqual(['libs/bus/a.ts', 'test/c.ts']);
    expect(narrow(files, [])).toEqual(files);
  });

  it('let Jest take exactly these files', () => {
    const args = jestArguments(['libs/bus/a.engine.spec.ts'], ['--bail']);
    const pattern = args[args.indexOf('--testPathPatterns') + 1] ?? '';
    expect(new RegExp(pattern).test('/repository/libs/bus/a.engine.spec.ts')).toBe(true);
    expect(new RegExp(pattern).test('/repository/libs/bus/a-engine.spec.ts')).toBe(false);
    expect(new RegExp(pattern).test('/repository/otherlibs/bus/a.engine.spec.ts')).toBe(false);
    expect(args.at(-1)).toBe('--bail');
  });
});
