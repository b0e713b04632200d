import { KAFKA } from '../versions.js';
import { classPath, sayHowFar } from './fetch-kafka.js';

const jars = Object.keys(KAFKA.jars);
const downloaded = (path: string): string =>
  `[INFO] Downloaded from somewhere: scheme://host/${path} (9.8 MB at 5 MB/s)`;

describe('the class path', () => {
  it('has each jar that is pinned, and no wildcard that would take in others', () => {
    const parts = classPath('/cache/kafka').split(':');
    expect(parts).toEqual(jars.map((jar) => `/cache/kafka/${jar}`));
    expect(parts.join()).not.toContain('*');
  });
});

describe('how far the download is', () => {
  let said: string[];
  let take: (line: string) => void;

  beforeEach(() => {
    said = [];
    take = sayHowFar((line) => said.push(line));
  });

  it('is said every ten jars and at the end', () => {
    for (const jar of jars) take(downloaded(`org/somebody/${jar}`));
    expect(said.at(0)).toBe(`  Kafka: 10 of ${jars.length} jars downloaded`);
    expect(said.at(-1)).toBe(`  Kafka: ${jars.length} of ${jars.length} jars downloaded`);
    expect(said.length).toBe(Math.ceil(jars.length / 10));
  });

  it('counts nothing that is no jar of the broker, and no attempt', () => {
    for (let repeat = 0; repeat < 10; repeat += 1) {
      take(downloaded('org/apache/maven/plugin.jar'));
      take(downloaded(`org/somebody/${jars[0]}.sha1`));
      take(`[INFO] Downloading from somewhere: scheme://host/${jars[0]}`);
    }
    expect(said).toEqual([]);
  });
});
