import { MemoryCheckpoints } from './memory-checkpoints.js';

describe('Checkpoints in memory', () => {
  it('give the last position of each name', async () => {
    const checkpoints = new MemoryCheckpoints();
    expect(await checkpoints.load('a')).toBeUndefined();
    await checkpoints.save('a', '1');
    await checkpoints.save('b', '7');
    await checkpoints.save('a', '2');

    expect(await checkpoints.load('a')).toBe('2');
    expect(await checkpoints.load('b')).toBe('7');
    expect(checkpoints.saved).toHaveLength(3);
  });

  it('fail as often as they are told to', async () => {
    const checkpoints = new MemoryCheckpoints();
    checkpoints.fail({ load: 1, save: 2 });

    await expect(checkpoints.load('a')).rejects.toThrow('load');
    await expect(checkpoints.load('a')).resolves.toBeUndefined();
    await expect(checkpoints.save('a', '1')).rejects.toThrow('save');
    await expect(checkpoints.save('a', '1')).rejects.toThrow('save');
    await checkpoints.save('a', '1');
    expect(checkpoints.saved).toEqual([{ name: 'a', position: '1' }]);
  });
});
