import { jest } from '@jest/globals';
import { Silence } from './silence.js';

describe('Silence', () => {
  let silent: jest.Mock;
  let silence: Silence;

  beforeEach(() => {
    jest.useFakeTimers();
    silent = jest.fn();
    silence = new Silence(1000, silent);
  });

  afterEach(() => {
    silence.end();
    jest.useRealTimers();
  });

  it('is told once, when nothing was heard for long', () => {
    jest.advanceTimersByTime(999);
    expect(silent).not.toHaveBeenCalled();
    jest.advanceTimersByTime(5000);
    expect(silent).toHaveBeenCalledTimes(1);
  });

  it('is not told while something is heard', () => {
    for (let second = 0; second < 10; second += 1) {
      jest.advanceTimersByTime(700);
      silence.heard();
    }
    expect(silent).not.toHaveBeenCalled();
  });

  it('is not told after its end', () => {
    silence.end();
    jest.advanceTimersByTime(10_000);
    expect(silent).not.toHaveBeenCalled();
  });
});
