import { lastValueFrom } from 'rxjs';
import { RethrowFilter } from './rethrow.filter.js';

describe('The filter of bus handlers', () => {
  it.each([new Error('no database'), 'a text', undefined])('passes %p on as it is', async (thrown) => {
    const passed = await lastValueFrom(new RethrowFilter().catch(thrown)).catch((error: unknown) => [error]);
    expect(passed).toEqual([thrown]);
  });
});
