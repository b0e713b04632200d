import { settings } from './settings.js';
import { settingsTable } from './settings-table.js';

describe("the README's table of settings", () => {
  const lines = settingsTable().split('\n');

  it('has one row for each setting', () => {
    const names = Object.values(settings).map(({ name }) => name);
    expect(lines.slice(2).map((line) => /`(\w+)`/.exec(line)?.[1])).toEqual(names);
    expect(new Set(names).size).toBe(names.length);
  });

  it('says what a value looks like, what it is without one, and what it does', () => {
    expect(lines).toContain('| `PORT` | port | `8080` | Port of the API. |');
    expect(lines).toContainEqual(
      expect.stringMatching(/^\| `LOG_LEVEL` \| debug or info or warn or error \| `info` \|/),
    );
  });

  it('says which settings may lie in a file', () => {
    expect(lines.filter((line) => line.includes('_FILE`')).map((line) => /`(\w+)`/.exec(line)?.[1])).toEqual([
      'API_KEYS',
      'VAULT_KEYS',
      'EVENTSTORE_URL',
      'KAFKA_PASSWORD',
      'MONGODB_URI',
    ]);
  });

  it('is a table that Markdown reads: four cells in each row', () => {
    for (const line of lines) expect(line.split('|')).toHaveLength(6);
  });
});
