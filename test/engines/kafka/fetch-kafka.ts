import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../cache/cache-folder.js';
import { keepInCache } from '../cache/keep-in-cache.js';
import { type Say } from '../engine.js';
import { runProgram } from '../process/run-program.js';
import { KAFKA } from '../versions.js';
import { pom } from './pom.js';

const JARS = Object.keys(KAFKA.jars);
const SAY_EVERY = 10;

/** The folder of the broker's jars; fetches them with Maven unless they are in the cache. */
export function fetchKafka(say: Say): Promise<string> {
  const kept = { name: `kafka-${KAFKA.version}`, size: '44 MB', files: KAFKA.jars, fetch };
  return keepInCache(cacheFolder(), kept, say);

  async function fetch(folder: string): Promise<void> {
    await writeFile(join(folder, 'pom.xml'), pom());
    const plugin = `org.apache.maven.plugins:maven-dependency-plugin:${KAFKA.dependencyPlugin}`;
    await runProgram(
      'mvn',
      [
        '-B',
        '-f',
        'pom.xml',
        `${plugin}:copy-dependencies`,
        '-DincludeScope=runtime',
        `-DoutputDirectory=${folder}`,
      ],
      { cwd: folder, onLine: sayHowFar(say) },
    );
  }
}

/** Counts what Maven says it has downloaded; jars that it has at hand are not downloaded. */
export function sayHowFar(say: Say): (line: string) => void {
  let downloaded = 0;
  return (line) => {
    if (!/^(\[INFO\] )?Downloaded .*\.jar \(/.test(line)) return;
    if (!JARS.some((jar) => line.includes(`/${jar} `))) return;
    downloaded += 1;
    if (downloaded % SAY_EVERY === 0 || downloaded === JARS.length) {
      say(`  Kafka: ${downloaded} of ${JARS.length} jars downloaded`);
    }
  };
}

/** The class path that holds exactly the jars that are pinned, whatever else lies in the folder. */
export function classPath(folder: string): string {
  return JARS.map((jar) => join(folder, jar)).join(process.platform === 'win32' ? ';' : ':');
}
