import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import { answered, type JobsNeed, type JobsRequest } from './domain/jobs-request.js';
import { jobsRequests, JobsRequests } from './jobs-requests.js';

const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString();

describe('the requests for jobs', () => {
  const documents = temporaryDocuments([jobsRequests]);
  let clock: ManualClock;
  let requests: JobsRequests;
  let connection: string;

  beforeEach(() => {
    clock = new ManualClock(at(30));
    requests = new JobsRequests(documents(), clock);
    connection = randomUUID();
  });

  const need = (build: string, deployed = 10, seen = 12): JobsNeed => ({
    organization: 'acme',
    connection,
    build,
    buildkiteOrganization: 'acme-inc',
    pipeline: 'shop',
    number: 7,
    commit: null,
    deployedAt: at(deployed),
    wantedFrom: at(seen),
  });
  const due = async () => (await requests.due(connection, 10)).map(({ build }) => build);
  async function only(): Promise<JobsRequest> {
    const [request] = await requests.due(connection, 1);
    if (!request) throw new Error('Nothing is due.');
    return request;
  }

  it('are due, the longest due first, so many of a connection', async () => {
    await requests.add([need('two')]);
    await clock.advance(1_000);
    await requests.add([need('one'), { ...need('other'), connection: randomUUID() }]);
    expect(await due()).toEqual(['two', 'one']);
    expect(await requests.due(connection, 1)).toHaveLength(1);
  });

  it('are due when their time has come', async () => {
    await requests.add([need('one')]);
    const request = await only();
    await requests.keep(request, { ...request, dueAt: at(31), revision: request.revision + 1 });
    expect(await due()).toEqual([]);
    await clock.advance(1_000);
    expect(await due()).toEqual(['one']);
  });

  it('are one for each build, however often it is seen', async () => {
    await requests.add([need('one')]);
    await requests.add([need('one', 10, 20)]);
    await requests.add([]);
    expect(await only()).toMatchObject({ wantedFrom: at(12), revision: 1 });
    const request = await only();
    await requests.keep(request, answered(request, at(13), clock.now()));
    await requests.add([need('one', 10, 21)]);
    expect(await due()).toEqual([]);
  });

  it('stay due when a later deploy asked for more while the jobs were looked at', async () => {
    await requests.add([need('one')]);
    const request = await only();
    await requests.add([need('one', 20, 22)]);
    await requests.keep(request, answered(request, at(13), clock.now()));
    expect(await only()).toMatchObject({ deployedAt: at(20), wantedFrom: at(22) });
  });

  it('lose no deploy when several instances ask at the same time', async () => {
    const others = Array.from({ length: 5 }, () => new JobsRequests(documents(), clock));
    await Promise.all(others.map((other, index) => other.add([need('one', 10 + index, 20 + index)])));
    expect(await only()).toMatchObject({ deployedAt: at(14), wantedFrom: at(24) });
  });

  it('ring for their connection when something is new, and only then', async () => {
    let rings = 0;
    const ringing = requests.bell(connection);
    ringing.ring = () => void (rings += 1);
    await requests.add([need('one')]);
    await requests.add([need('one'), { ...need('other'), connection: randomUUID() }]);
    expect(rings).toBe(1);
    expect(requests.bell(connection)).toBe(ringing);
  });
});
