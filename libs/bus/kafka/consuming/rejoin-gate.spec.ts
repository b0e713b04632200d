import type { Cluster } from 'kafkajs';
import { RejoinGate } from './rejoin-gate.js';

class FakeMember {
  inHand = 0;
  readonly told: string[] = [];
  begin(): void {
    this.told.push('begin');
  }
  busy(): boolean {
    return this.inHand > 0;
  }
  pass(): void {
    this.told.push('pass');
  }
}

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('Joining again', () => {
  let member: FakeMember;
  let now: number;
  let gate: RejoinGate;

  beforeEach(() => {
    member = new FakeMember();
    now = 0;
    gate = new RejoinGate(member, 1000, () => now);
  });

  it('goes ahead when nothing is in hand', () => {
    gate.check();
    expect(member.told).toEqual(['begin', 'pass']);
  });

  it('waits for what is in hand, which is told once', () => {
    member.inHand = 1;
    for (now = 0; now < 900; now += 300)
      expect(thrownBy(() => gate.check())).toMatchObject({ type: 'REBALANCE_IN_PROGRESS' });
    expect(member.told).toEqual(['begin']);
    member.inHand = 0;
    gate.check();
    expect(member.told).toEqual(['begin', 'pass']);
  });

  it('goes ahead all the same when that takes too long', () => {
    member.inHand = 1;
    expect(() => gate.check()).toThrow();
    now = 1000;
    gate.check();
    expect(member.told).toEqual(['begin', 'pass']);
  });

  it('waits anew each time', () => {
    gate.check();
    now = 5000;
    member.inHand = 1;
    expect(() => gate.check()).toThrow();
    expect(member.told).toEqual(['begin', 'pass', 'begin']);
  });

  it('is what kafkajs asks for before it shares partitions in turns', () => {
    const silent = { info: () => undefined } as never;
    const assigner = gate.assigner({ cluster: {} as Cluster, groupId: 'deploys', logger: silent });
    expect(assigner).toMatchObject({ name: 'RoundRobinAssigner', version: 0 });
    const { name, metadata } = assigner.protocol({ topics: ['builds'] });
    expect([name, metadata.toString().includes('builds')]).toEqual(['RoundRobinAssigner', true]);
    expect(member.told).toEqual(['begin', 'pass']);
    member.inHand = 1;
    expect(() => assigner.protocol({ topics: ['builds'] })).toThrow('Batches are still in hand.');
  });
});
