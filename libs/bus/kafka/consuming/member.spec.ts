import { BusUnusable } from '../../errors.js';
import { recordingLog } from '../../testing/recording-log.js';
import { Member } from './member.js';
import type { Session } from './session.js';

/** A session that starts, crashes and stops as the test says. */
class FakeSession {
  readonly #crash = Promise.withResolvers<unknown>();
  handled = false;
  stopped = 0;
  starting: () => Promise<void> = () => Promise.resolve();
  settling: () => Promise<boolean> = () => Promise.resolve(true);

  get crashed(): Promise<unknown> {
    return this.#crash.promise;
  }
  start(): Promise<void> {
    return this.starting();
  }
  settles(): Promise<boolean> {
    return this.settling();
  }
  fail(error: unknown): void {
    this.#crash.resolve(error);
  }
  async stop(): Promise<void> {
    this.stopped += 1;
  }
}

class Setting {
  readonly sessions: FakeSession[] = [];
  readonly log = recordingLog();
  prepare: (session: FakeSession, number: number) => void = () => undefined;
  readonly member: Member;

  constructor(prepare?: (session: FakeSession, number: number) => void) {
    if (prepare) this.prepare = prepare;
    const open = () => {
      const session = new FakeSession();
      this.prepare(session, this.sessions.push(session));
      return session as unknown as Session;
    };
    this.member = new Member({ group: 'deploys', log: this.log }, open, { firstMs: 1, mostMs: 1 });
  }

  get last(): FakeSession {
    return this.sessions.at(-1) ?? new FakeSession();
  }

  async sessionsBegun(count: number): Promise<void> {
    while (this.sessions.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const outage = new Error('connect ECONNREFUSED');
const bug = new TypeError('Cannot read properties of null');

describe('A member', () => {
  it('lives in one session until it is stopped', async () => {
    const { member, sessions } = new Setting();
    await member.start();
    await Promise.all([member.stop(), member.stop()]);
    await expect(member.done).resolves.toBeUndefined();
    expect(sessions.map(({ stopped }) => stopped)).toEqual([1]);
  });

  it('begins a new session after each crash, for as long as the servers are away', async () => {
    const setting = new Setting();
    await setting.member.start();
    for (let crashes = 1; crashes <= 20; crashes += 1) {
      setting.last.fail(outage);
      await setting.sessionsBegun(crashes + 1);
    }
    expect(setting.log.lines.every(({ level }) => level === 'warn')).toBe(true);
    await setting.member.stop();
    await expect(setting.member.done).resolves.toBeUndefined();
    expect(setting.last.stopped).toBe(1);
  });

  it('takes a session that cannot be started for one that crashed', async () => {
    const setting = new Setting((session, number) => {
      if (number === 2) session.starting = () => Promise.reject(outage);
    });
    await setting.member.start();
    setting.last.fail(outage);
    await setting.sessionsBegun(3);
    await setting.member.stop();
  });

  it('waits for what the crashed session has in hand before it begins a new one', async () => {
    const inHand = Promise.withResolvers<boolean>();
    const setting = new Setting((session) => {
      session.settling = () => inHand.promise;
    });
    await setting.member.start();
    setting.last.fail(outage);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(setting.sessions).toHaveLength(1);
    inHand.resolve(true);
    await setting.sessionsBegun(2);
    await setting.member.stop();
  });

  it('gives up when Kafka refuses it', async () => {
    const setting = new Setting();
    await setting.member.start();
    setting.last.fail(Object.assign(new Error('Not authorized.'), { type: 'GROUP_AUTHORIZATION_FAILED' }));
    await expect(setting.member.done).rejects.toBeInstanceOf(BusUnusable);
    await expect(setting.member.done).rejects.toThrow(/deploys.*Not authorized/);
    expect(setting.log.lines).toMatchObject([{ level: 'error', data: { group: 'deploys' } }]);
    expect(setting.sessions).toHaveLength(1);
  });

  it('gives up after three mistakes of the client in a row', async () => {
    const setting = new Setting();
    await setting.member.start();
    for (let crashes = 1; crashes <= 3; crashes += 1) {
      setting.last.fail(bug);
      if (crashes < 3) await setting.sessionsBegun(crashes + 1);
    }
    await expect(setting.member.done).rejects.toThrow(/Cannot read properties/);
  });

  it('goes on after mistakes of the client between which batches were handled', async () => {
    const setting = new Setting((session) => {
      session.handled = true;
    });
    await setting.member.start();
    for (let crashes = 1; crashes <= 6; crashes += 1) {
      setting.last.fail(bug);
      await setting.sessionsBegun(crashes + 1);
    }
    await setting.member.stop();
    await expect(setting.member.done).resolves.toBeUndefined();
  });

  it('begins no session once it is stopped', async () => {
    const setting = new Setting();
    await setting.member.start();
    await setting.member.stop();
    setting.last.fail(outage);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(setting.sessions).toHaveLength(1);
  });

  it('rejects, and is done, when there is no way to the group', async () => {
    const setting = new Setting((session) => {
      session.starting = () => Promise.reject(outage);
    });
    await expect(setting.member.start()).rejects.toBe(outage);
    await expect(setting.member.done).resolves.toBeUndefined();
    expect(setting.last.stopped).toBe(1);
  });
});
