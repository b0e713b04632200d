import type { Product } from '../../../e2e/setting/product.js';
import { BuildkiteControl } from '../../../standins/buildkite/testing/index.js';
import type { Supervisor } from '../../deployed/setting/supervisor.js';
import type { ScriptClient } from '../../setting/script-client.js';
import { iso, minuteMs, type Entry, type Plan } from '../plan/plan.js';
import { noonMs, passingBuild, smallPlan } from '../setting/small-run.js';
import type { Webhooks } from '../webhooks.js';
import { Player, type Ensemble } from './player.js';

/** Notes what is done to everybody, in order, with how many minutes the clock shows after noon. */
class Notes {
  readonly lines: string[] = [];
  note(what: string): Promise<undefined> {
    this.lines.push(what);
    return Promise.resolve(undefined);
  }
}

class NotingBuildkite extends BuildkiteControl {
  constructor(private readonly notes: Notes) {
    super('http://127.0.0.1:1');
  }
  override async addBuilds(specs: Parameters<BuildkiteControl['addBuilds']>[0]) {
    await this.notes.note(`builds in ${specs.map(({ pipeline }) => pipeline).join()}`);
    return [];
  }
  override async turnClock(to: number | string) {
    await this.notes.note(`clock ${(Date.parse(String(to)) - noonMs) / minuteMs}`);
    return { version: 1, now: 0, mode: 'frozen' as const };
  }
  override async addFault(fault: { readonly kind: string }) {
    await this.notes.note(`fault ${fault.kind}`);
  }
  override async changePipeline({ slug }: { slug: string }, change: { slug?: string }) {
    await this.notes.note(`rename ${slug} to ${change.slug}`);
    return {} as Awaited<ReturnType<BuildkiteControl['changePipeline']>>;
  }
  override async removePipeline({ slug }: { slug: string }) {
    await this.notes.note(`remove ${slug}`);
  }
  override async requestTotal() {
    await this.notes.note('lull');
    return 0;
  }
}

function ensemble(notes: Notes): Ensemble {
  const instance = { program: { hasEnded: false } };
  return {
    buildkite: new NotingBuildkite(notes),
    product: { instances: [instance] } as unknown as Product,
    supervisor: {
      kill: () => notes.note('kill'),
      allReady: () => notes.note('ready'),
    } as unknown as Supervisor,
    client: {
      deploys: (method: string, path: string, body: { sha: string; deployedAt?: string }) =>
        notes.note(`${method} ${path} ${body.sha.slice(0, 4)} at ${body.deployedAt ?? 'now'}`),
    } as unknown as ScriptClient,
    webhooks: { behave: () => notes.note('webhooks') } as unknown as Webhooks,
  };
}

async function play(...entries: readonly (Entry & { readonly atMs: number })[]) {
  const notes = new Notes();
  const plan: Plan = { ...smallPlan([]), startMs: noonMs, entries };
  const player = new Player(plan, ensemble(notes));
  const told: string[] = [];
  await player.play((text) => told.push(text));
  return { lines: notes.lines, told, player };
}

const at = (minute: number) => noonMs + minute * minuteMs;
const turn = (minute: number, hurried = false): Entry => ({ atMs: at(minute), what: 'turn', hurried });
const build = (minute: number): Entry => ({
  atMs: at(minute),
  what: 'build',
  build: passingBuild(minute * minuteMs),
});
const deploy = {
  kind: 'fresh',
  repository: 'shop',
  environment: 'staging',
  sha: 'ab12'.repeat(10),
  deployedAt: undefined,
};

describe('the player of a plan', () => {
  it('adds builds before the clock gets to them, and waits for what a turn has begun', async () => {
    const { lines } = await play(build(1), build(2), turn(3), build(4), turn(5, true), build(6));
    expect(lines).toEqual([
      'builds in shop-1,shop-1',
      'clock 3',
      'lull',
      'builds in shop-1',
      'clock 5',
      'builds in shop-1',
    ]);
  });

  it('adds no build that was there before anybody looked', async () => {
    expect((await play(build(-1), turn(1, true))).lines).toEqual(['clock 1']);
  });

  it('registers deploys when the clock is there', async () => {
    const { lines } = await play(
      { atMs: at(1), what: 'deploy', deploy },
      { atMs: at(2), what: 'deploy', deploy: { ...deploy, deployedAt: iso(at(0)) } },
    );
    expect(lines).toEqual([
      'clock 1',
      'POST /deploys ab12 at now',
      'clock 2',
      `POST /deploys ab12 at ${iso(noonMs)}`,
    ]);
  });

  it('calls pipelines what they are called by then', async () => {
    const { lines, player } = await play(
      { atMs: at(1), what: 'rename', pipeline: 'one', slug: 'fresh' },
      build(2),
      { atMs: at(3), what: 'remove', pipeline: 'one' },
    );
    expect(lines).toEqual([
      'clock 1',
      'rename shop-1 to fresh',
      'builds in fresh',
      'clock 3',
      'remove fresh',
    ]);
    expect(player.happenings.map(({ what }) => what)).toEqual([
      'pipeline shop-1 is called fresh',
      'pipeline fresh is deleted',
    ]);
  });

  it('kills, goes on without waiting for anything, and waits when it is told to', async () => {
    const { lines, player } = await play(
      { atMs: at(1), what: 'kill', afterMs: 1 },
      turn(2),
      { atMs: at(3), what: 'await' },
      turn(4),
    );
    expect(lines).toEqual(['clock 1', 'kill', 'clock 2', 'clock 3', 'ready', 'clock 4', 'lull']);
    expect(player.kills).toBe(1);
    expect(player.happenings).toEqual([
      { atMs: at(1), what: 'the process is killed' },
      { atMs: at(3), what: 'the process takes requests again' },
    ]);
  });

  it('spoils replies and lets webhooks misbehave', async () => {
    const conduct = { lose: 1, double: 0, delayShare: 0, delayMostMs: 0, reorder: 0, seed: 1 };
    const { lines } = await play(
      { atMs: at(1), what: 'fault', fault: { kind: 'cut' }, match: {}, times: 2 },
      { atMs: at(1), what: 'webhooks', conduct },
    );
    expect(lines).toEqual(['clock 1', 'fault cut', 'webhooks']);
  });

  it('tells now and then how far it is', async () => {
    const { told } = await play(...[10, 29, 31, 45, 75].map((minute) => turn(minute, true)));
    expect(told).toEqual(['31 minutes have passed', '75 minutes have passed']);
  });
});
