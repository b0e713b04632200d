/** Settings of Log4j 2 that let warnings and worse go to that file. */
export function logProperties(file: string): string {
  return [
    'status=error',
    'rootLogger.level=warn',
    'rootLogger.appenderRefs=file',
    'rootLogger.appenderRef.file.ref=file',
    'appender.file.type=File',
    'appender.file.name=file',
    `appender.file.fileName=${file}`,
    'appender.file.layout.type=PatternLayout',
    'appender.file.layout.pattern=%d{ISO8601} %p %c %m%n',
    '',
  ].join('\n');
}
