import type { Admin } from 'kafkajs';
import { AdminAccess } from './admin-access.js';

const never = new Promise<never>(() => undefined);

class FakeAdmin {
  connected = 0;
  disconnected = 0;
  constructor(private readonly onConnect: () => Promise<void> = () => Promise.resolve()) {}
  async connect(): Promise<void> {
    this.connected += 1;
    await this.onConnect();
  }
  async disconnect(): Promise<void> {
    this.disconnected += 1;
  }
}

function accessTo(admins: readonly FakeAdmin[], mostMs = 1000) {
  let made = 0;
  const make = () => admins[made++] as unknown as Admin;
  return { access: new AdminAccess(make, ['kafka:9092'], mostMs), made: () => made };
}

describe('Access to the administration', () => {
  it('connects when it is first needed, and once', async () => {
    const admin = new FakeAdmin();
    const { access, made } = accessTo([admin]);
    expect(made()).toBe(0);
    expect(await access.ask(async () => 'one')).toBe('one');
    expect(await access.ask(async () => 'two')).toBe('two');
    expect([made(), admin.connected]).toEqual([1, 1]);
  });

  it('asks one question after the other, also behind one that failed', async () => {
    const { access } = accessTo([new FakeAdmin(), new FakeAdmin()]);
    const first = Promise.withResolvers<void>();
    const asked: string[] = [];
    const one = access.ask(async () => {
      asked.push('one begins');
      await first.promise;
      asked.push('one ends');
      throw new Error('broken');
    });
    const two = access.ask(async () => void asked.push('two'));
    first.resolve();
    await expect(one).rejects.toThrow('broken');
    await two;
    expect(asked).toEqual(['one begins', 'one ends', 'two']);
  });

  it('says that Kafka does not answer, whatever failed', async () => {
    const { access } = accessTo([new FakeAdmin(() => Promise.reject(new TypeError('null.topicMetadata')))]);
    await expect(access.ask(async () => 'answer')).rejects.toMatchObject({
      code: 'bus-unreachable',
      name: 'BusUnreachable',
      brokers: ['kafka:9092'],
    });
  });

  it('passes on what the protocol refuses', async () => {
    const refusal = Object.assign(new Error('Unknown topic.'), { type: 'UNKNOWN_TOPIC_OR_PARTITION' });
    const { access } = accessTo([new FakeAdmin()]);
    await expect(access.ask(() => Promise.reject(refusal))).rejects.toBe(refusal);
  });

  it('gives up a question that takes too long, and asks the next one over a new connection', async () => {
    const [hung, fresh] = [new FakeAdmin(), new FakeAdmin()];
    const { access, made } = accessTo([hung, fresh], 20);
    await expect(access.ask(() => never)).rejects.toMatchObject({ code: 'bus-unreachable' });
    expect(await access.ask(async () => 'answer')).toBe('answer');
    expect([made(), hung.disconnected, fresh.disconnected]).toEqual([2, 1, 0]);
  });

  it('counts waiting in line as waiting for the answer', async () => {
    const { access } = accessTo([new FakeAdmin(), new FakeAdmin()], 20);
    const asked: string[] = [];
    const line = ['one', 'two', 'three'].map((name) =>
      access.ask(() => {
        asked.push(name);
        return never;
      }),
    );
    for (const answer of line) await expect(answer).rejects.toMatchObject({ code: 'bus-unreachable' });
    expect(asked).toEqual(['one']);
  });

  it('lets all in line fail when it cannot connect, and connects for who asks afterwards', async () => {
    const outage = Promise.withResolvers<void>();
    const { access, made } = accessTo([new FakeAdmin(() => outage.promise), new FakeAdmin()]);
    const line = [1, 2, 3].map(() => access.ask(async () => 'answer'));
    outage.reject(new Error('connect ECONNREFUSED'));
    for (const { status, ...rest } of await Promise.allSettled(line)) {
      expect(status).toBe('rejected');
      expect(rest).toMatchObject({ reason: { code: 'bus-unreachable' } });
    }
    expect(made()).toBe(1);
    expect(await access.ask(async () => 'answer')).toBe('answer');
    expect(made()).toBe(2);
  });

  it('asks nothing once it is closed', async () => {
    const admin = new FakeAdmin();
    const { access, made } = accessTo([admin]);
    await access.ask(async () => 'answer');
    await access.close();
    expect(admin.disconnected).toBe(1);
    await expect(access.ask(async () => 'late')).rejects.toMatchObject({ code: 'bus-closed' });
    expect(made()).toBe(1);
  });

  it('closes without ever having been asked', async () => {
    const { access, made } = accessTo([]);
    await access.close();
    expect(made()).toBe(0);
  });
});
