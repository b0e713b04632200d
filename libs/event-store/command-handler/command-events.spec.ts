import { commandEvents } from './command-events.js';

const commandId = '6fa459ea-ee8a-3ca4-894e-db77e160355e';
const happened = (name: string) => ({ type: 'Happened', data: { name } });

describe('The events of a command', () => {
  it('have ids that depend on command and index alone', () => {
    const [first, second] = commandEvents([happened('a'), happened('b')], { commandId });
    const [again] = commandEvents([happened('other')], { commandId, at: '2026-03-01T10:00:00Z' });

    expect(first?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(second?.id).not.toBe(first?.id);
    expect(again?.id).toBe(first?.id);
  });

  it('have an id that never changes', () => {
    expect(commandEvents([happened('a')], { commandId })[0]?.id).toBe('30d2e28c-3020-5069-a9b4-cc86789772ef');
  });

  it('have the ids of their command only', () => {
    const other = '00000000-0000-4000-8000-000000000000';

    expect(commandEvents([happened('a')], { commandId: other })[0]?.id).not.toBe(
      commandEvents([happened('a')], { commandId })[0]?.id,
    );
  });

  it('carry the command id, its time and what else is to be kept', () => {
    expect(
      commandEvents([happened('a')], {
        commandId,
        at: '2026-03-01T10:00:00Z',
        metadata: { by: 'key-1', commandId: 'forged' },
      }),
    ).toMatchObject([
      {
        type: 'Happened',
        data: { name: 'a' },
        metadata: { commandId, at: '2026-03-01T10:00:00Z', by: 'key-1' },
      },
    ]);
    expect(commandEvents([happened('a')], { commandId })[0]?.metadata).toEqual({ commandId });
  });

  it('need a UUID', () => {
    expect(() => commandEvents([happened('a')], { commandId: 'no-uuid' })).toThrow(TypeError);
  });
});
