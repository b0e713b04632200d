import { glob } from 'node:fs/promises';
import { root } from '../root.js';
import { EMBEDDED } from './suites.js';

/** The test files that a run on real engines takes: those that need servers, and the contract suites that do not. */
export async function findSuites(): Promise<string[]> {
  const files: string[] = [...EMBEDDED];
  for await (const file of glob('{libs,services,test}/**/*.engine.spec.ts', { cwd: root })) files.push(file);
  return files.toSorted();
}
