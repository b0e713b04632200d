import { KAFKA, MONGODB } from './versions.js';

describe('what the engines are fetched as', () => {
  it('has a SHA-256 for each file', () => {
    const digests = [...Object.values(KAFKA.jars), ...Object.values(MONGODB.files), MONGODB.wheel.sha256];
    expect(digests.filter((digest) => !/^[0-9a-f]{64}$/.test(digest))).toEqual([]);
  });

  it('has the broker and its log in the versions that are asked for', () => {
    expect(Object.keys(KAFKA.jars)).toEqual(
      expect.arrayContaining([
        `kafka_${KAFKA.scala}-${KAFKA.version}.jar`,
        `kafka-clients-${KAFKA.version}.jar`,
        `log4j-core-${KAFKA.log4j}.jar`,
      ]),
    );
  });

  it('names no address', () => {
    expect(JSON.stringify([KAFKA, MONGODB])).not.toMatch(/https?:|\.(org|com|io)\b/);
  });
});
