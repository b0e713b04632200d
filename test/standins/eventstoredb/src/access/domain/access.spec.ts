import type { StreamAcl } from '../../store/domain/stream-metadata.js';
import { mayAccess, type EffectiveAcls, type StreamAction, type User } from './access.js';

const ADMIN: User = { name: 'admin', groups: [] };
const OF_ADMINS: User = { name: 'root', groups: ['$admins'] };
const SERVICE: User = { name: 'svc', groups: ['writers'] };

const ACTIONS: readonly StreamAction[] = ['read', 'write', 'delete'];

function acls(parts: { stream?: StreamAcl; user?: StreamAcl; system?: StreamAcl } = {}) {
  return (): EffectiveAcls => ({
    stream: parts.stream,
    settings: { user: parts.user, system: parts.system },
  });
}

describe('access without any rights set', () => {
  it.each(ACTIONS)('lets every user %s streams of users, and their metadata', (action) => {
    expect(mayAccess(SERVICE, action, 'orders-1', acls())).toBe(true);
    expect(mayAccess(SERVICE, action, '$$orders-1', acls())).toBe(action !== 'delete');
  });

  it.each(ACTIONS)('lets nobody without a name %s anything', (action) => {
    expect(mayAccess(undefined, action, 'orders-1', acls())).toBe(false);
  });

  it.each(ACTIONS)('lets administrators alone %s streams of the server', (action) => {
    for (const user of [ADMIN, OF_ADMINS]) expect(mayAccess(user, action, '$settings', acls())).toBe(true);
    expect(mayAccess(SERVICE, action, '$settings', acls())).toBe(false);
  });

  it('lets administrators alone read everything, and nobody write or delete it', () => {
    expect(mayAccess(ADMIN, 'read', '$all', acls())).toBe(true);
    expect(mayAccess(SERVICE, 'read', '$all', acls())).toBe(false);
    expect(mayAccess(ADMIN, 'write', '$all', acls())).toBe(false);
    expect(mayAccess(ADMIN, 'delete', '$all', acls())).toBe(false);
  });

  it('lets nobody delete metadata', () => {
    expect(mayAccess(ADMIN, 'delete', '$$orders-1', acls())).toBe(false);
  });
});

describe('access by rights', () => {
  it('is given to a user by name or by group', () => {
    for (const role of ['svc', 'writers', '$all'])
      expect(mayAccess(SERVICE, 'write', 'orders-1', acls({ stream: { write: [role] } }))).toBe(true);
    expect(mayAccess(SERVICE, 'write', 'orders-1', acls({ stream: { write: ['others'] } }))).toBe(false);
  });

  it('is decided by the stream before the settings', () => {
    const both = acls({ stream: { delete: ['svc'] }, user: { delete: ['$admins'] } });
    expect(mayAccess(SERVICE, 'delete', 'orders-1', both)).toBe(true);
  });

  it('is decided by the settings where the stream is silent', () => {
    const settings = acls({
      stream: { read: ['svc'] },
      user: { delete: ['$admins'], metadataWrite: ['$admins'] },
    });
    expect(mayAccess(SERVICE, 'delete', 'orders-1', settings)).toBe(false);
    expect(mayAccess(SERVICE, 'write', '$$orders-1', settings)).toBe(false);
    expect(mayAccess(SERVICE, 'read', '$$orders-1', settings)).toBe(true);
    expect(mayAccess(ADMIN, 'delete', 'orders-1', settings)).toBe(true);
  });

  it('of metadata is asked of the stream that it describes', () => {
    const asked: string[] = [];
    mayAccess(SERVICE, 'read', '$$orders-1', (stream) => {
      asked.push(stream);
      return acls()();
    });
    expect(asked).toEqual(['orders-1']);
  });

  it('to streams of the server is opened by their own settings', () => {
    const opened = acls({ system: { read: ['svc'] } });
    expect(mayAccess(SERVICE, 'read', '$all', opened)).toBe(true);
    expect(mayAccess(SERVICE, 'write', '$settings', opened)).toBe(false);
  });
});
