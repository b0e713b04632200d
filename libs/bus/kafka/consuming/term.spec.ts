import { Term } from './term.js';

describe('A term', () => {
  it('begins with nothing lost', () => {
    const term = new Term();
    expect([term.signal.aborted, term.over]).toEqual([false, false]);
  });

  it('still counts what is in hand when it closes', () => {
    const term = new Term();
    term.close('The consumer stops.');
    expect([term.signal.aborted, term.over]).toEqual([true, false]);
    expect(term.signal.reason).toEqual(new Error('The consumer stops.'));
  });

  it('counts it no more when it has ended, and keeps the first reason', () => {
    const term = new Term();
    term.close('first');
    term.end('second');
    expect(term.over).toBe(true);
    expect(term.signal.reason).toEqual(new Error('first'));
  });
});
