import { ManualSleep } from '../testing/manual-sleep.js';
import { Mailbox, type Ending } from './mailbox.js';
import { watchdog } from './watchdog.js';

describe('The watchdog', () => {
  let mailbox: Mailbox<string>;
  let manual: ManualSleep;
  let controller: AbortController;
  let endings: Ending[];
  let watching: Promise<void>;

  beforeEach(() => {
    mailbox = new Mailbox(10);
    manual = new ManualSleep();
    controller = new AbortController();
    endings = [];
    const end = (ending: Ending) => {
      endings.push(ending);
      mailbox.end(ending);
    };
    const watched = {
      end,
      get received() {
        return mailbox.received;
      },
      get isAwaited() {
        return mailbox.isAwaited;
      },
    };
    watching = watchdog({
      mailbox: watched,
      silence: 30_000,
      sleep: manual.sleep,
      signal: controller.signal,
    });
  });
  afterEach(async () => {
    controller.abort();
    await watching;
  });

  it('barks when nothing came for a whole interval', async () => {
    const taking = mailbox.take(1);
    await manual.tick();

    expect(await taking).toEqual({ kind: 'silent' });
  });

  it('keeps quiet while something comes now and then', async () => {
    for (let round = 0; round < 5; round += 1) {
      const taking = mailbox.take(1);
      await mailbox.put('a message');
      await taking;
      void mailbox.take(1);
      await manual.tick();
      await mailbox.put('another');
    }

    expect(endings).toEqual([]);
  });

  it('keeps quiet while nobody waits, because a batch is in hand', async () => {
    await manual.tick();
    await manual.tick();

    expect(endings).toEqual([]);
  });

  it('stops with its signal', async () => {
    controller.abort();
    await watching;

    expect(manual.pending).toBe(0);
  });
});
