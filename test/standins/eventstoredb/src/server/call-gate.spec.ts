import { Metadata, status } from '@grpc/grpc-js';
import { MEMORY } from '../log/log-file.js';
import { proposedEvent } from '../../testing/an-event.js';
import { Pulse } from '../store/pulse.js';
import { Store } from '../store/store.js';
import { CallGate } from './call-gate.js';

const ACCOUNTS = [
  { name: 'admin', password: 'one', groups: ['$admins'] },
  { name: 'svc', password: 'two', groups: ['services'] },
];

function calling(authorization?: string): Metadata {
  const metadata = new Metadata();
  if (authorization !== undefined) metadata.set('authorization', authorization);
  return metadata;
}
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const DENIED = expect.objectContaining({ code: status.PERMISSION_DENIED }) as Error;

describe('the gate', () => {
  let store: Store;
  let gate: CallGate;
  beforeEach(() => {
    store = new Store([], MEMORY, () => 0, new Pulse());
    gate = new CallGate(ACCOUNTS, store);
  });

  const write = (stream: string, data: unknown) =>
    store.append({
      stream,
      expected: { kind: 'any' },
      events: [proposedEvent({ data: Buffer.from(JSON.stringify(data)) })],
    });

  it('without accounts lets everybody do everything, whoever they say they are', () => {
    const open = new CallGate([], store);
    const user = open.identify(calling(basic('any:thing')));
    for (const action of ['read', 'write', 'delete'] as const) open.allow(user, action, '$settings');
    expect(user).toBeUndefined();
  });

  it('knows users by their credentials', () => {
    expect(gate.identify(calling(basic('svc:two')))).toEqual({ name: 'svc', groups: ['services'] });
    expect(gate.identify(calling())).toBeUndefined();
    for (const header of [basic('svc:one'), 'Bearer svc', basic('nobody:two')])
      expect(() => gate.identify(calling(header))).toThrow(
        expect.objectContaining({ code: status.UNAUTHENTICATED }) as Error,
      );
  });

  it('asks the rights of a stream and the settings as they are now', async () => {
    const service = gate.identify(calling(basic('svc:two')));
    gate.allow(service, 'delete', 'orders-1');
    await write('$settings', { $userStreamAcl: { $d: '$admins' } });
    expect(() => gate.allow(service, 'delete', 'orders-1')).toThrow(DENIED);
    await write('$$orders-1', { $acl: { $d: 'services' } });
    gate.allow(service, 'delete', 'orders-1');
    expect(() => gate.allow(service, 'delete', 'orders-2')).toThrow(DENIED);
    gate.allow(gate.identify(calling(basic('admin:one'))), 'delete', 'orders-2');
  });

  it('counts calls by their kind', () => {
    expect(gate.calls).toEqual({});
    gate.count('read');
    gate.count('append');
    gate.count('read');
    expect(gate.calls).toEqual({ read: 2, append: 1 });
  });
});
