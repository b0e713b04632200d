import { logProperties } from './log-properties.js';

describe('the log settings of a broker', () => {
  it('let warnings go to the file', () => {
    const lines = logProperties('/own/kafka.log').split('\n');
    expect(lines).toContain('rootLogger.level=warn');
    expect(lines).toContain('appender.file.fileName=/own/kafka.log');
  });
});
