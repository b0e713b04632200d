import { execFileSync } from 'node:child_process';
import { exportLines } from './export-lines.js';

describe('the lines that are printed', () => {
  it('are one a variable, in the order of their names', () => {
    expect(exportLines({ MONGODB_URI: 'mongodb://m/test', EVENTSTORE_URL: 'esdb://e?tls=false' })).toBe(
      "export EVENTSTORE_URL='esdb://e?tls=false'\nexport MONGODB_URI='mongodb://m/test'\n",
    );
  });

  it('are none when nothing runs', () => {
    expect(exportLines({})).toBe('');
  });

  it('mean to a shell what they hold', () => {
    const value = `mongodb://o'hara:$HOME@m/test?a=1&b="2"`;
    const script = `${exportLines({ MONGODB_URI: value })}printf %s "$MONGODB_URI"`;
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(value);
  });
});
