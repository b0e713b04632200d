import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RecordingLog } from '../testing/recording-log.js';
import { rejectionOf } from '../testing/thrown-by.js';
import { followClock, type FollowedClock } from './follow-clock.js';

/** A clock that a test turns, with long polls as the stand-in's. */
class TurnedClock {
  readonly polls: (string | null)[] = [];
  readonly server: Server;
  #waiting: ServerResponse[] = [];
  #version = 1;

  constructor(
    private now: number,
    private readonly mode: 'frozen' | 'real' = 'frozen',
  ) {
    this.server = createServer((request, response) => {
      const after = new URL(request.url ?? '', 'http://x').searchParams.get('after');
      this.polls.push(after);
      if (after === String(this.#version)) this.#waiting.push(response);
      else this.#answer(response);
    });
  }

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/clock`;
  }

  async turnTo(now: number): Promise<void> {
    while (this.#waiting.length === 0) await new Promise(setImmediate);
    this.now = now;
    this.#version += 1;
    for (const response of this.#waiting.splice(0)) this.#answer(response);
  }

  /** Ends the poll in hand without an answer. */
  async breakPoll(): Promise<void> {
    while (this.#waiting.length === 0) await new Promise(setImmediate);
    for (const response of this.#waiting.splice(0)) response.destroy();
  }

  #answer(response: ServerResponse): void {
    response.end(JSON.stringify({ version: this.#version, now: this.now, mode: this.mode }));
  }
}

const start = Date.parse('2026-03-01T12:00:00Z');
let clock: FollowedClock | undefined;
let leader: TurnedClock;
const log = new RecordingLog();

beforeEach(() => {
  leader = new TurnedClock(start);
});
afterEach(async () => {
  clock?.stop();
  leader.server.closeAllConnections();
  leader.server.close();
  await once(leader.server, 'close');
});

describe('a clock that follows another', () => {
  it('stands still between turns', async () => {
    clock = await followClock(await leader.listen(), log);
    expect(clock.now()).toEqual(new Date(start));
    await leader.turnTo(start + 60_000);
    await clock.sleep(0).catch(() => undefined);
    while (clock.now().getTime() === start) await new Promise(setImmediate);
    expect(clock.now()).toEqual(new Date(start + 60_000));
  });

  it('wakes who sleeps when it is turned far enough', async () => {
    clock = await followClock(await leader.listen(), log);
    const woken: string[] = [];
    const short = clock.sleep(30_000).then(() => woken.push('short'));
    const long = clock.sleep(90_000).then(() => woken.push('long'));
    await leader.turnTo(start + 60_000);
    await short;
    expect(woken).toEqual(['short']);
    await leader.turnTo(start + 120_000);
    await long;
    expect(clock.now()).toEqual(new Date(start + 120_000));
  });

  it('asks in long polls, one behind the other', async () => {
    clock = await followClock(await leader.listen(), log);
    const sleep = clock.sleep(1000);
    await leader.turnTo(start + 1000);
    await sleep;
    while (leader.polls.length < 3) await new Promise(setImmediate);
    expect(leader.polls).toEqual([null, '1', '2']);
  });

  it('goes on when the other one fails for a while', async () => {
    clock = await followClock(await leader.listen(), log);
    await leader.breakPoll();
    const sleep = clock.sleep(1000);
    await leader.turnTo(start + 1000);
    await sleep;
    expect(log.lines.map(({ level }) => level)).toContain('warn');
  });

  it('never runs backwards', async () => {
    clock = await followClock(await leader.listen(), log);
    const sleep = clock.sleep(1000);
    await leader.turnTo(start + 1000);
    await sleep;
    await leader.turnTo(start);
    while (leader.polls.length < 4) await new Promise(setImmediate);
    expect(clock.now()).toEqual(new Date(start + 1000));
  });

  it("is the machine's when the other one runs with the machine", async () => {
    leader = new TurnedClock(0, 'real');
    clock = await followClock(await leader.listen(), log);
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(60_000);
    await clock.sleep(1);
    expect(leader.polls).toEqual([null]);
  });

  it('stops asking when it is stopped', async () => {
    clock = await followClock(await leader.listen(), log);
    const lines = log.lines.length;
    clock.stop();
    await new Promise(setImmediate);
    expect(log.lines).toHaveLength(lines);
  });

  it('is refused when the other one does not answer as a clock', async () => {
    await leader.listen();
    const server = createServer((_request, response) => response.end('{"version":1}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await rejectionOf(followClock(`http://127.0.0.1:${port}`, log))).toMatchObject({
      message: /as a clock/,
    });
    server.close();
    await once(server, 'close');
    expect(await rejectionOf(followClock(`http://127.0.0.1:${port}`, log))).toBeDefined();
  });
});
