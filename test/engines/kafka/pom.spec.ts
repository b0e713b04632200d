import { pom } from './pom.js';

describe('the Maven project', () => {
  it('depends on the broker and its log in the versions that are pinned', () => {
    const dependencies = [
      ...pom({ version: '4.9.1', scala: '2.13', log4j: '2.99.0' }).matchAll(
        /<dependency>(.*)<\/dependency>/g,
      ),
    ];
    expect(
      dependencies.map(([, dependency]) =>
        dependency
          ?.replaceAll(/<\/?\w+>/g, ' ')
          .split(/ +/)
          .filter(Boolean),
      ),
    ).toEqual([
      ['org.apache.kafka', 'kafka_2.13', '4.9.1'],
      ['org.apache.logging.log4j', 'log4j-core', '2.99.0'],
      ['org.apache.logging.log4j', 'log4j-slf4j-impl', '2.99.0'],
    ]);
  });

  it('leaves it to Maven where they come from', () => {
    expect(pom()).not.toMatch(/repositor/i);
  });
});
