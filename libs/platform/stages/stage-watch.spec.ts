import { jest } from '@jest/globals';
import { rejectionOf } from '../testing/index.js';
import { StageWatch } from './stage-watch.js';

describe('What watches the stages', () => {
  const kill = jest.fn();
  const watching = (stage: string, times = 1) => new StageWatch({ kind: 'kill', stage, times }, kill);

  beforeEach(() => kill.mockReset());

  it('ends the process before the work begins', async () => {
    kill.mockImplementation(() => {
      throw new Error('killed');
    });
    const work = jest.fn(() => Promise.resolve('done'));
    await rejectionOf(watching('write vault before').around('write vault', work));
    expect(work).not.toHaveBeenCalled();
  });

  it('ends the process when the work is done', async () => {
    const order: string[] = [];
    kill.mockImplementation(() => order.push('killed'));
    const result = await watching('write vault after').around('write vault', async () => order.push('done'));
    expect(order).toEqual(['done', 'killed']);
    expect(result).toBe(1);
  });

  it('lets failures through and counts the stages that were reached', async () => {
    const watch = watching('write vault after', 2);
    const failing = watch.around('write vault', () => Promise.reject(new Error('disk full')));
    expect(await rejectionOf(failing)).toMatchObject({ message: 'disk full' });
    await watch.around('write vault', async () => undefined);
    expect(kill).not.toHaveBeenCalled();

    await watch.around('write vault', async () => undefined);
    expect(kill).toHaveBeenCalledTimes(1);
    expect(watch.names).toEqual(['write vault before', 'write vault after']);
  });
});
