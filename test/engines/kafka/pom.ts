import { KAFKA } from '../versions.js';

/** The versions that together make a broker. */
export interface KafkaVersions {
  readonly version: string;
  readonly scala: string;
  readonly log4j: string;
}

/** The Maven project whose dependencies are the broker and what it logs with. */
export function pom({ version, scala, log4j }: KafkaVersions = KAFKA): string {
  const dependencies = [
    ['org.apache.kafka', `kafka_${scala}`, version],
    ['org.apache.logging.log4j', 'log4j-core', log4j],
    ['org.apache.logging.log4j', 'log4j-slf4j-impl', log4j],
  ] as const;
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    '  <groupId>build-snapshots</groupId>',
    '  <artifactId>kafka-for-tests</artifactId>',
    `  <version>${version}</version>`,
    '  <packaging>pom</packaging>',
    '  <dependencies>',
    ...dependencies.map(
      ([group, artifact, pinned]) =>
        `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${pinned}</version></dependency>`,
    ),
    '  </dependencies>',
    '</project>',
    '',
  ].join('\n');
}
