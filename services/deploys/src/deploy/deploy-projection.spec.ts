import type { RecordedEvent } from '#libs/event-store';
import { acme } from '#libs/contracts/testing';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { DeployDocument } from '../read-model/collections.js';
import { Yard } from '../testing/yard.js';
import { DeployProjection, deployDocument } from './deploy-projection.js';

const { sha, project, codeDeployment, environment, repository, deployedAt } = acme;
const at = '2026-11-23T12:00:00.250Z';

function recorded(type: string, revision: number, data: object): RecordedEvent {
  return {
    id: randomUUID(),
    type,
    data: { ...data },
    stream: `deploys-acme.${codeDeployment}.${environment}`,
    revision,
    position: String(revision),
    recordedAt: at,
  };
}

function registered(deploy: string, revision = 0): RecordedEvent {
  const details = { project, codeDeployment, environment, repository, sha, deployedAt, rollback: false };
  return recorded('DeployRegistered', revision, { deploy, ...details, at });
}

function deleted(deploy: string, revision = 1): RecordedEvent {
  const registeredAt = at;
  return recorded('DeployDeleted', revision, { deploy, repository, sha, registeredAt, at });
}

describe('The document of a deploy', () => {
  it('shows it, its place in lists and what builds are tied by', () => {
    expect(deployDocument(registered('d1', 4))).toEqual({
      id: 'd1',
      organization: 'acme',
      project,
      codeDeployment,
      environment,
      repository,
      sha,
      deployedAt,
      registeredAt: at,
      rollback: false,
      isDeleted: false,
      order: `${deployedAt} d1`,
      tie: `acme ${repository} ${sha}`,
      revision: 4,
    });
  });

  it('keeps of a deleted one that it is, and for which builds of which commit it counts', () => {
    const document = deployDocument(deleted('d1'));
    expect(document).toMatchObject({
      id: 'd1',
      organization: 'acme',
      sha,
      registeredAt: at,
      isDeleted: true,
      tie: `acme ${repository} ${sha}`,
      revision: 1,
    });
    expect(document.deployedAt).toBe('');
  });
});

describe('Deploys in the read model', () => {
  let yard: Yard;

  beforeAll(async () => {
    yard = await Yard.open();
  });
  afterAll(() => yard.close());

  async function shown(id: string): Promise<DeployDocument | undefined> {
    return yard.readModel.generation(1).deploys.get(id);
  }

  it('are there once they are registered', async () => {
    const id = randomUUID();
    await yard.get(DeployProjection).apply([registered(id)]);
    expect(await shown(id)).toMatchObject({ id, isDeleted: false });
  });

  it('are not brought back by a repeat from before they were deleted', async () => {
    const id = randomUUID();
    await yard.get(DeployProjection).apply([registered(id), deleted(id)]);
    await yard.get(DeployProjection).apply([registered(id)]);
    expect(await shown(id)).toMatchObject({ isDeleted: true });
  });

  it('are deleted also when that is heard first', async () => {
    const id = randomUUID();
    await yard.get(DeployProjection).apply([deleted(id)]);
    await yard.get(DeployProjection).apply([registered(id)]);
    expect(await shown(id)).toMatchObject({ isDeleted: true });
  });

  it('take nothing from no events', async () => {
    await expect(yard.get(DeployProjection).apply([])).resolves.toBeUndefined();
  });

  it('are what the last fact says, in any order, batches and repeats', async () => {
    const order = fc.array(fc.nat(), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(order, fc.integer({ min: 1, max: 3 }), async (dice, size) => {
        const [kept, gone] = [randomUUID(), randomUUID()];
        const facts = [registered(kept, 0), registered(gone, 1), deleted(gone, 2)];
        const mixed = [...facts, ...facts]
          .map((fact, index) => ({ fact, place: dice[index] ?? 0 }))
          .sort((one, other) => one.place - other.place)
          .map(({ fact }) => fact);
        for (let first = 0; first < mixed.length; first += size)
          await yard.get(DeployProjection).apply(mixed.slice(first, first + size));
        expect(await shown(kept)).toEqual(deployDocument(registered(kept, 0)));
        expect(await shown(gone)).toEqual(deployDocument(deleted(gone, 2)));
      }),
      { numRuns: 50 },
    );
  });
});
