const NODE = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=TimeoutNegativeWarning',
];
const JEST = 'node_modules/jest/bin/jest.js';

/** What `npm run test:engines` is told. */
export interface Arguments {
  /** Only files whose path has one of these in it; all if there are none. */
  readonly parts: readonly string[];
  readonly forJest: readonly string[];
}

/** Parts of paths come first; from the first option on everything is Jest's. */
export function readArguments(args: readonly string[]): Arguments {
  const firstOption = args.findIndex((argument) => argument.startsWith('-'));
  const end = firstOption === -1 ? args.length : firstOption;
  return { parts: args.slice(0, end), forJest: args.slice(end) };
}

/** The files whose path has one of the parts in it. */
export function narrow(files: readonly string[], parts: readonly string[]): string[] {
  return files.filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
}

/** What Node.js runs Jest with, for exactly these files. */
export function jestArguments(files: readonly string[], forJest: readonly string[]): string[] {
  const patterns = files.map((file) => `/${file.replaceAll(/[^\w/-]/g, '\\$&')}$`);
  return [
    ...NODE,
    JEST,
    '--selectProjects',
    'unit',
    'engines',
    '--testPathPatterns',
    ...patterns,
    ...forJest,
  ];
}
