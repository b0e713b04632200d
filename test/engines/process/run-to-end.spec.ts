import { runToEnd } from './run-to-end.js';

describe('running a program to its end', () => {
  const script = (text: string, env = {}): Promise<number> => runToEnd('sh', ['-c', text], env);

  it.each([0, 3])('gives its exit code %d', async (code) => {
    expect(await script(`exit ${code}`)).toBe(code);
  });

  it('says which signal ended it as a shell does', async () => {
    expect(await script('kill -KILL $$')).toBe(137);
  });

  it('adds to the environment', async () => {
    expect(await script('test -n "$PATH" && exit "$CODE"', { CODE: '5' })).toBe(5);
  });

  it('happens in the folder of the repository', async () => {
    expect(await script('test -f package.json')).toBe(0);
  });

  it('says when there is no such program', async () => {
    await expect(runToEnd('no-such-program', [], {})).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
