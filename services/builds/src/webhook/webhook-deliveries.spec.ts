import { temporaryDocuments } from '#libs/documents/testing';
import { randomUUID } from 'node:crypto';
import { webhookDeliveries, WebhookDeliveries } from './webhook-deliveries.js';

describe('when a webhook last came', () => {
  const documents = temporaryDocuments([webhookDeliveries]);
  let deliveries: WebhookDeliveries;
  let connection: string;

  beforeEach(() => {
    deliveries = new WebhookDeliveries(documents());
    connection = randomUUID();
  });

  const at = (time: string) => new Date(`2026-03-01T${time}Z`);
  const note = (time: string, event = 'build.running', by = deliveries) =>
    by.note(connection, at(time), event);
  const kept = async () => {
    const found = await documents().collection(webhookDeliveries).get(connection);
    return found && `${found.lastDeliveryAt.slice(11, 23)} ${found.lastEvent}`;
  };

  it('is not known before the first', async () => {
    expect(await deliveries.lastAt(connection)).toBeUndefined();
  });

  it('is kept with its event', async () => {
    await note('12:00:00.000', 'ping');
    expect(await deliveries.lastAt(connection)).toBe('2026-03-01T12:00:00.000Z');
    expect(await kept()).toBe('12:00:00.000 ping');
  });

  it('is not written down more often than every ten seconds', async () => {
    await note('12:00:00.000', 'ping');
    await note('12:00:09.999');
    expect(await kept()).toBe('12:00:00.000 ping');
    await note('12:00:10.000');
    expect(await kept()).toBe('12:00:10.000 build.running');
  });

  it('is that of each connection', async () => {
    await note('12:00:00.000');
    const other = randomUUID();
    await deliveries.note(other, at('12:00:01.000'), 'ping');
    expect(await deliveries.lastAt(other)).toBe('2026-03-01T12:00:01.000Z');
    expect(await deliveries.lastAt(connection)).toBe('2026-03-01T12:00:00.000Z');
  });

  it('only moves forward, whichever instance notes it', async () => {
    const other = new WebhookDeliveries(documents());
    await note('12:00:30.000', 'ping');
    await note('12:00:20.000', 'build.running', other);
    expect(await kept()).toBe('12:00:30.000 ping');
    expect(await other.lastAt(connection)).toBe('2026-03-01T12:00:30.000Z');
  });
});
