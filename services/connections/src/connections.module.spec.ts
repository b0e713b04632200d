import { Module, type Provider } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { buildkiteBudgets } from '#libs/buildkite';
import { aCodeDeploymentAdded, acme } from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { CLOCK, CONFIG, DOCUMENTS, EVENT_STORE, LOG, StoreFollowers, VAULT } from '#libs/platform';
import { RecordingLog } from '#libs/platform/testing';
import { Connections } from './connection/connections.js';
import { ConnectionsModule } from './connections.module.js';
import { DefaultBuildServerController } from './default-build-server/default-build-server.controller.js';
import { connections } from './index.js';
import { Integrations } from './integration/integrations.js';
import { ProjectsConsumer } from './known-code-deployments/projects.consumer.js';
import { Desk } from './testing/desk.js';
import { anOrigin } from './testing/origin.js';

describe('The service as a whole', () => {
  const documents = temporaryDocuments(connections.collections);
  let desk: Desk;
  let module: TestingModule;

  beforeEach(async () => {
    desk = await Desk.open();
    const given: Provider[] = [
      { provide: CONFIG, useValue: { buildkiteApiUrl: desk.buildkite.apiUrl, allowInsecure: true } },
      { provide: CLOCK, useValue: desk.clock },
      { provide: LOG, useValue: new RecordingLog() },
      { provide: EVENT_STORE, useValue: desk.store },
      { provide: DOCUMENTS, useValue: documents() },
      { provide: VAULT, useValue: desk.vault },
      { provide: StoreFollowers, useValue: { start: () => undefined, publish: () => undefined } },
    ];
    class GivenModule {}
    Module({ providers: given, exports: given })(GivenModule);
    const imports = [{ module: GivenModule, global: true }, ConnectionsModule];
    module = await Test.createTestingModule({ imports }).compile();
  });
  afterEach(async () => {
    await module.close();
    await desk.close();
  });

  it('names its collections so that those of other services are never touched', () => {
    const names = connections.collections.map(({ name }) => name);
    const shared = [buildkiteBudgets.name];
    expect(names.length).toBeGreaterThan(shared.length);
    expect(names.filter((name) => !name.startsWith('connections-'))).toEqual(shared);
  });

  it('goes from a pasted token to a default build server once a code deployment was heard of', async () => {
    const { value } = await desk.buildkite.addToken();
    const added = await module.get(Connections).add('acme', 'QA', value, anOrigin());
    await module.get(ProjectsConsumer).handle([aCodeDeploymentAdded()]);
    const { by: key, ...identity } = anOrigin();
    const caller = { organization: 'acme', role: 'admin', key } as const;
    const server = { connection: added.id };
    const routes = module.get(DefaultBuildServerController);
    expect(await routes.set('acme', acme.project, server, caller, identity)).toEqual({
      project: acme.project,
      connection: added.id,
    });
    expect(await module.get(Integrations).of('acme')).toMatchObject({
      connections: [{ id: added.id, label: 'QA' }],
      defaults: [{ project: acme.project, connection: added.id }],
    });
    expect(desk.vault.versions(added.id)).toEqual([added.token.version]);
  });
});
