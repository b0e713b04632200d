import { writeFile } from 'node:fs/promises';
import { readArguments, type SoakArguments } from './arguments.js';
import { checkLines, figures, lastLine, type SeedReport } from './report.js';
import { soak } from './soak.js';

const notUnderstood = 2;
const { seeds, narrowing, shrinks, outputFile } = understood(process.argv.slice(2));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const reports: SeedReport[] = [];
for (const seed of seeds) reports.push(await reportOf(seed));
const total = figures(reports);
if (outputFile !== undefined) await writeFile(outputFile, JSON.stringify(total));
say(lastLine(total));
process.exitCode = total.success ? 0 : 1;

function understood(args: readonly string[]): SoakArguments {
  try {
    return readArguments(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(notUnderstood);
  }
}

async function reportOf(seed: number): Promise<SeedReport> {
  const began = Date.now();
  const progress = (text: string): void => {
    const seconds = Math.round((Date.now() - began) / 1_000);
    process.stderr.write(`▸ Seed ${seed}, ${seconds} s: ${text}\n`);
  };
  const report = await soak({ seed, narrowing, shrinks, progress, say }).catch(
    (error: unknown): SeedReport => ({ seed, checks: [], brokenOff: (error as Error).stack ?? '' }),
  );
  for (const line of checkLines(report)) say(line);
  return report;
}
