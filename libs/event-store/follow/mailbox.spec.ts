import { Mailbox } from './mailbox.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('A mailbox', () => {
  it('gives what is there in order, up to a number', async () => {
    const mailbox = new Mailbox<number>(10);
    for (const item of [1, 2, 3]) {
      await mailbox.put(item);
    }

    expect(await mailbox.take(2)).toEqual([1, 2]);
    expect(await mailbox.take(2)).toEqual([3]);
  });

  it('waits for the first item and takes along what comes with it', async () => {
    const mailbox = new Mailbox<number>(10);
    const taking = mailbox.take(10);
    await turn();
    await mailbox.put(1);
    await mailbox.put(2);

    expect(await taking).toEqual([1, 2]);
  });

  it('holds up the receiver while it is full', async () => {
    const mailbox = new Mailbox<number>(2);
    await mailbox.put(1);
    let goesOn = false;
    const putting = mailbox.put(2).then(() => (goesOn = true));
    await turn();
    expect(goesOn).toBe(false);

    expect(await mailbox.take(1)).toEqual([1]);
    await putting;
    expect(goesOn).toBe(true);
  });

  it('gives what is left, then why nothing more comes', async () => {
    const mailbox = new Mailbox<number>(10);
    await mailbox.put(1);
    mailbox.end({ kind: 'ended' });
    mailbox.end({ kind: 'silent' });

    expect(await mailbox.take(10)).toEqual([1]);
    expect(await mailbox.take(10)).toEqual({ kind: 'ended' });
    expect(await mailbox.take(10)).toEqual({ kind: 'ended' });
  });

  it('wakes who waits when it ends', async () => {
    const mailbox = new Mailbox<number>(10);
    const taking = mailbox.take(10);
    mailbox.end({ kind: 'silent' });

    expect(await taking).toEqual({ kind: 'silent' });
  });

  it('tells the receiver when no more is wanted, also while it is held up', async () => {
    const mailbox = new Mailbox<number>(1);
    const putting = mailbox.put(1);
    mailbox.end({ kind: 'stopped' });

    expect(await putting).toBe(false);
    expect(await mailbox.put(2)).toBe(false);
  });

  it('knows whether it is awaited and how much has come', async () => {
    const mailbox = new Mailbox<number>(10);
    expect([mailbox.isAwaited, mailbox.received]).toEqual([false, 0]);
    const taking = mailbox.take(10);
    expect(mailbox.isAwaited).toBe(true);
    await mailbox.put(1);
    await taking;

    expect([mailbox.isAwaited, mailbox.received]).toEqual([false, 1]);
  });
});
