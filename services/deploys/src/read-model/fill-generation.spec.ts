import {
  aBuildJobsObserved,
  aBuildObserved,
  aCommitLookedUp,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import { aShop, register } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';
import { FillGeneration } from './fill-generation.js';
import type { Generation } from './read-model.js';

let yard: Yard;
let fill: FillGeneration;
let generation: Generation;
let counted: number;
const onFacts = (count: number) => (counted += count);

beforeEach(async () => {
  yard = await Yard.open();
  fill = yard.get(FillGeneration);
  await aShop(yard);
  await register(yard);
  await yard.hear(aDefaultBuildServerSet(), aBuildObserved(), aBuildJobsObserved(), aCommitLookedUp());
  await yard.show();
  await yard.readModel.provision(2);
  generation = yard.readModel.generation(2);
  counted = 0;
});
afterEach(() => yard.close());

describe('Filling a generation', () => {
  it('brings in what event store and topics hold, and counts it', async () => {
    await fill.from({ generation, signal: new AbortController().signal, onFacts });
    const { deploys, revisions, looks, buildTies, jobsLooks, lookUps, buildServers } = generation;
    for (const collection of [deploys, revisions, looks, buildTies, jobsLooks, lookUps, buildServers])
      expect(await collection.count({})).toBe(1);
    expect(counted).toBe(6);
  });

  it('again changes nothing', async () => {
    const { signal } = new AbortController();
    await fill.from({ generation, signal, onFacts });
    const before = await generation.looks.find({ where: {} });
    await fill.from({ generation, signal, onFacts });
    expect(await generation.looks.find({ where: {} })).toEqual(before);
  });

  it('ends when it is told to, with the reason, and writes no more', async () => {
    const stop = new AbortController();
    const filling = fill.from({
      generation,
      signal: stop.signal,
      onFacts: () => stop.abort(new Error('another one is at it')),
    });
    await expect(filling).rejects.toThrow('another one is at it');
    expect(await generation.looks.count({})).toBe(0);
  });
});
