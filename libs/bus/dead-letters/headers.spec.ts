import { headerText, ownHeaders, replayCount } from './headers.js';

const withHeaders = (headers: Record<string, string>) => ({
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)])),
});

describe('Headers of dead letters', () => {
  it('are read as text, or are not there', () => {
    expect(headerText(withHeaders({ ce_id: 'größe' }), 'ce_id')).toBe('größe');
    expect(headerText(withHeaders({}), 'ce_id')).toBeUndefined();
  });

  it('are told from the record’s own, of which the count of replays is one', () => {
    const record = withHeaders({ ce_id: '1', 'x-replay-count': '2', 'x-dead-letter-reason': 'empty' });
    expect(Object.keys(ownHeaders(record))).toEqual(['ce_id', 'x-replay-count']);
  });

  it.each([
    [{}, 0],
    [{ 'x-replay-count': '2' }, 2],
    [{ 'x-replay-count': '-1' }, 0],
    [{ 'x-replay-count': 'many' }, 0],
    [{ 'x-replay-count': '1e9' }, 0],
  ])('count replays in %p as %p', (headers, count) => {
    expect(replayCount(withHeaders(headers as Record<string, string>))).toBe(count);
  });
});
