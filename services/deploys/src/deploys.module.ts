import { Module } from '@nestjs/common';
import { AwaitedSnapshots } from './build-snapshot/awaited-snapshots.js';
import { BuildJobs } from './build-snapshot/build-jobs.js';
import { BuildsTabController } from './build-snapshot/builds-tab.controller.js';
import { BuildsTab } from './build-snapshot/builds-tab.js';
import { SnapshotDeadline } from './build-snapshot/deadline.js';
import { FactConsumers } from './build-snapshot/fact.consumers.js';
import { ForgetBuilds } from './build-snapshot/forget-builds.js';
import { forgetting } from './build-snapshot/forgetting.js';
import { RevisionProjection } from './build-snapshot/revision-projection.js';
import { SnapshotFacts } from './build-snapshot/snapshot-facts.js';
import { TakeSnapshots } from './build-snapshot/take-snapshots.js';
import { ClaimedCommands } from './deploy/claimed-commands.js';
import { DeployController } from './deploy/deploy.controller.js';
import { DeployProjection } from './deploy/deploy-projection.js';
import { Deploys } from './deploy/deploys.js';
import { ListDeploys } from './deploy/list-deploys.js';
import { DeployFollowers } from './deploys.followers.js';
import { CodeDeploymentController } from './project/code-deployment.controller.js';
import { ProjectController } from './project/project.controller.js';
import { ProjectRecords } from './project/project-records.js';
import { FillGeneration } from './read-model/fill-generation.js';
import { ReadModel } from './read-model/read-model.js';
import { Rebuild } from './read-model/rebuild.js';
import { SleuthRegisterDeployController } from './sleuth-register-deploy/sleuth-register-deploy.controller.js';

@Module({
  controllers: [
    ProjectController,
    CodeDeploymentController,
    BuildsTabController,
    DeployController,
    SleuthRegisterDeployController,
    FactConsumers,
  ],
  providers: [
    // What is decided
    ProjectRecords,
    ClaimedCommands,
    Deploys,
    TakeSnapshots,
    // What is read
    ReadModel,
    DeployProjection,
    RevisionProjection,
    ListDeploys,
    BuildsTab,
    BuildJobs,
    FillGeneration,
    Rebuild,
    // What snapshots follow from
    SnapshotFacts,
    AwaitedSnapshots,
    ForgetBuilds,
    // What runs by itself
    DeployFollowers,
    SnapshotDeadline,
    forgetting,
  ],
})
export class DeploysModule {}
