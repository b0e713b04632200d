import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { ProgramFailed, runProgram } from './run-program.js';

const script = (text: string): Promise<string> => runProgram('sh', ['-c', text]);

describe('running a program', () => {
  it('gives what it wrote to either output', async () => {
    expect((await script('echo one; echo two >&2')).split('\n').toSorted()).toEqual(['one', 'two']);
  });

  it('tells of each line as it comes', async () => {
    const lines: string[] = [];
    await runProgram('sh', ['-c', 'echo one; echo two'], { onLine: (line) => lines.push(line) });
    expect(lines).toEqual(['one', 'two']);
  });

  it('happens in the folder that was named', async () => {
    expect(await runProgram('pwd', ['-P'], { cwd: tmpdir() })).toBe(realpathSync(tmpdir()));
  });

  it('happens in the environment that was given', async () => {
    expect(
      await runProgram('/bin/sh', ['-c', 'echo "$ONE$PATH"'], { env: { ONE: '1', PATH: '/none' } }),
    ).toBe('1/none');
  });

  it('says when it is not there', async () => {
    const failed = runProgram('no-such-program', []);
    await expect(failed).rejects.toThrow(ProgramFailed);
    await expect(failed).rejects.toThrow(/^no-such-program was not found$/);
  });

  it('says with which code it failed, and its last words in one line', async () => {
    const failed = script('for i in 1 2 3 4 5 6; do echo line $i; done; echo; exit 3');
    await expect(failed).rejects.toThrow(ProgramFailed);
    await expect(failed).rejects.toThrow(/^sh ended with 3: line 2 \| line 3 \| line 4 \| line 5 \| line 6$/);
  });

  it('says which signal ended it', async () => {
    await expect(script('kill -TERM $$')).rejects.toThrow('sh ended with SIGTERM');
  });
});
