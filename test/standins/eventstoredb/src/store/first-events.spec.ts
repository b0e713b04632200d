import { MEMORY } from '../log/log-file.js';
import { writeFirstEvents } from './first-events.js';
import { Pulse } from './pulse.js';
import { Store } from './store.js';

const emptyStore = (): Store => new Store([], MEMORY, () => 0, new Pulse());
const told = (store: Store) => store.events.map(({ stream, type }) => `${stream} ${type}`);

describe('the first events of a log', () => {
  it('are written into an empty one, one of them for each user', async () => {
    const store = emptyStore();
    await writeFirstEvents(store, [{ name: 'admin', groups: ['$admins'] }]);
    expect(told(store)).toEqual(['$$$scavenges $metadata', '$user-admin $UserCreated']);
    const created = JSON.parse(Buffer.from(store.events[1]?.data ?? []).toString()) as unknown;
    expect(created).toEqual({ loginName: 'admin', fullName: 'admin', groups: ['$admins'] });
  });

  it('are not written again', async () => {
    const store = emptyStore();
    await writeFirstEvents(store, []);
    await writeFirstEvents(store, [{ name: 'late', groups: [] }]);
    expect(told(store)).toEqual(['$$$scavenges $metadata']);
  });
});
