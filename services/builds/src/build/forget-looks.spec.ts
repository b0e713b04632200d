import { randomUUID } from 'node:crypto';
import { aDeployDeleted, aDeployRegistered } from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { knownDeploys, KnownDeploys } from '../deploy/known-deploys.js';
import { newSha } from '../testing/new-sha.js';
import { ForgetLooks } from './forget-looks.js';
import { publishedLookId, publishedLooks, PublishedLooks, type PublishedLook } from './published-looks.js';

const day = 24 * 3_600_000;

describe('What was published of an old build', () => {
  const documents = temporaryDocuments([publishedLooks, knownDeploys]);
  const clock = new ManualClock();
  const connection = randomUUID();
  let looks: PublishedLooks;
  let deploys: KnownDeploys;
  let forgetLooks: ForgetLooks;

  beforeEach(() => {
    looks = new PublishedLooks(documents());
    deploys = new KnownDeploys(documents());
    const config = { rememberBuildsForMs: 90 * day };
    forgetLooks = new ForgetLooks(looks, deploys, clock, config, new RecordingLog());
  });

  function look(build: string, ageInDays: number, changes: Partial<PublishedLook> = {}): PublishedLook {
    return {
      id: publishedLookId(connection, build),
      organization: 'acme',
      connection,
      buildkiteOrganization: 'acme-inc',
      build,
      sha: newSha(),
      commit: null,
      number: 1,
      pipeline: { id: 'pipeline', slug: 'shop' },
      unseen: null,
      createdAt: new Date(clock.now().getTime() - ageInDays * day).toISOString(),
      lookedAt: '2026-11-23T12:00:00.000Z',
      content: 'content',
      isOpen: false,
      revision: 1,
      ...changes,
    };
  }

  const sweep = () => forgetLooks.once(new AbortController().signal);
  const left = async (...builds: readonly string[]) =>
    [...(await looks.of(connection, builds)).keys()].sort();

  it('is forgotten, with or without a SHA', async () => {
    await looks.remember([look('old', 91), look('unresolved', 400, { sha: null }), look('young', 89)]);
    expect(await sweep()).toBe(2);
    expect(await left('old', 'unresolved', 'young')).toEqual(['young']);
  });

  it('stays while the build is followed', async () => {
    await looks.remember([look('followed', 91, { isOpen: true })]);
    expect(await sweep()).toBe(0);
    expect(await left('followed')).toEqual(['followed']);
  });

  it('stays when there is a deploy of its SHA in its organization', async () => {
    const [ours, theirs] = [look('ours', 91), look('theirs', 91)];
    await looks.remember([ours, theirs]);
    await deploys.remember([
      aDeployRegistered({ deploy: randomUUID(), sha: ours.sha ?? '' }),
      aDeployRegistered({ deploy: randomUUID(), organization: 'globex', sha: theirs.sha ?? '' }),
    ]);
    expect(await sweep()).toBe(1);
    expect(await left('ours', 'theirs')).toEqual(['ours']);
  });

  it('stays when the deploy of its SHA was deleted', async () => {
    const [kept, deploy] = [look('kept', 91), randomUUID()];
    const sha = kept.sha ?? '';
    await looks.remember([kept]);
    await deploys.remember([aDeployRegistered({ deploy, sha }), aDeployDeleted({ deploy, sha })]);
    expect(await sweep()).toBe(0);
    expect(await left('kept')).toEqual(['kept']);
  });

  it('is found behind any number of those that stay, also of one instant', async () => {
    const sha = newSha();
    await deploys.remember([aDeployRegistered({ deploy: randomUUID(), sha })]);
    const staying = Array.from({ length: 1_100 }, (_, number) => look(`staying ${number}`, 95, { sha }));
    await looks.remember([...staying, look('zz going', 95), look('later', 92)]);
    expect(await sweep()).toBe(2);
    expect(await left('zz going', 'later', 'staying 1099')).toEqual(['staying 1099']);
  });

  it('is left alone once the service stops', async () => {
    await looks.remember([look('old', 91)]);
    await expect(forgetLooks.once(AbortSignal.abort(new Error('The service stops.')))).rejects.toThrow(
      'stops',
    );
    expect(await left('old')).toEqual(['old']);
  });
});
