import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { callerOf, knownCallerOf, rememberCaller } from './caller.js';

describe('the caller of a request', () => {
  it('is the one that the guard remembered', () => {
    const request = new IncomingMessage(new Socket());
    const caller = { organization: 'acme', role: 'viewer', key: '01234567' } as const;
    rememberCaller(request, caller);
    expect(callerOf(request)).toBe(caller);
    expect(knownCallerOf(request)).toBe(caller);
  });

  it('is not known on an open route', () => {
    const request = new IncomingMessage(new Socket());
    expect(knownCallerOf(request)).toBeUndefined();
    expect(() => callerOf(request)).toThrow('open');
  });
});
