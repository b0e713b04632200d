import type { PublishedEvent } from '#libs/contracts';
import type { Document } from '#libs/documents';
import type { RecordedEvent } from '#libs/event-store';
import { canonicalJson } from '#libs/contracts';
import type { Revision } from '../../../services/deploys/src/build-snapshot/domain/build-snapshot.js';
import {
  jobsLookDocument,
  lookDocument,
  tiesOf,
} from '../../../services/deploys/src/build-snapshot/fact-documents.js';
import { deployDocument } from '../../../services/deploys/src/deploy/deploy-projection.js';
import { generation, type LookDocument } from '../../../services/deploys/src/read-model/collections.js';
import { generationPointers } from '../../../services/deploys/src/read-model/generation-pointer.js';
import type { Data } from './data.js';

type Published = ReadonlyMap<string, readonly PublishedEvent[]>;

const buildServerTypes = /^sleuth\.(default|code-deployment)-build-server-(set|cleared)\.v1$/;

/** The read model shows every deploy as its stream left it, every revision as stored, and every fact of the logs once. */
export async function readModelFaults(
  data: Data,
  stored: readonly RecordedEvent[],
  published: Published,
): Promise<string[]> {
  const shown = generation(await activeGeneration(data));
  const ids = (topic: string, isKept: (type: string) => boolean = () => true) =>
    new Set((published.get(topic) ?? []).filter(({ type }) => isKept(type)).map(({ id }) => id));
  return [
    ...differences('deploys', await data.documentsOf(shown.deploys), deploysOf(stored)),
    ...differences('revisions', await data.documentsOf(shown.revisions), revisionsOf(stored)),
    ...differences('looks', await data.documentsOf(shown.looks), looksOf(published)),
    ...differences('ties', await data.documentsOf(shown.buildTies), tiesOf(looksOf(published))),
    ...differences('looks at jobs', await data.documentsOf(shown.jobsLooks), jobsLooksOf(published)),
    ...missing('look-ups', await data.documentsOf(shown.lookUps), ids('sleuth.commit-look-ups.v1')),
    ...missing(
      'build servers',
      await data.documentsOf(shown.buildServers),
      ids('sleuth.integrations.v1', (type) => buildServerTypes.test(type)),
    ),
  ];
}

/** The number of the generation that is read. */
export async function activeGeneration(data: Data): Promise<number> {
  const [pointer] = await data.documentsOf(generationPointers);
  return pointer?.active ?? 1;
}

function deploysOf(stored: readonly RecordedEvent[]): Document[] {
  const said = stored.filter(({ stream }) => stream.startsWith('deploys-')).map(deployDocument);
  return [...new Map(said.map((deploy) => [deploy.id, deploy])).values()];
}

function looksOf(published: Published): LookDocument[] {
  const observed = (published.get('sleuth.builds.v1') ?? []).filter(
    (event) => event.type === 'sleuth.build-observed.v1',
  );
  return [...new Map(observed.map(lookDocument).map((look) => [look.id, look])).values()];
}

function jobsLooksOf(published: Published): Document[] {
  const observed = (published.get('sleuth.builds.v1') ?? []).filter(
    (event) => event.type === 'sleuth.build-jobs-observed.v1',
  );
  return [...new Map(observed.map(jobsLookDocument).map((look) => [look.id, look])).values()];
}

function revisionsOf(stored: readonly RecordedEvent[]): Document[] {
  const snapshots = stored.filter(({ stream }) => stream.startsWith('buildSnapshot-'));
  return snapshots.map(({ data }) => {
    const { deploy, ...revision } = data as unknown as Revision;
    return { id: `${deploy.id}/${revision.revision}`, deploy: deploy.id, ...revision };
  });
}

function differences(what: string, shown: readonly Document[], expected: readonly Document[]): string[] {
  const said = new Map(expected.map((document) => [document.id, canonicalJson(document)]));
  const wrong = shown.filter((document) => said.get(document.id) !== canonicalJson(document));
  return [
    ...wrong.map(({ id }) => `Of the ${what}, ${id} is not shown as it is stored.`),
    ...missing(what, shown, new Set(said.keys())),
  ];
}

function missing(what: string, shown: readonly Document[], expected: ReadonlySet<string>): string[] {
  const there = new Set(shown.map(({ id }) => id));
  return [
    ...[...expected].filter((id) => !there.has(id)).map((id) => `Of the ${what}, ${id} is not shown.`),
    ...[...there].filter((id) => !expected.has(id)).map((id) => `Of the ${what}, ${id} comes from nowhere.`),
  ];
}
