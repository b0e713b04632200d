import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, type Clock, type Config, type Log } from '#libs/platform';
import { createBuildkite, type Buildkite } from './create-buildkite.js';

/** `Buildkite`: one per process, so that all requests of its services pass one governor. */
export const BUILDKITE = Symbol('buildkite');

/** Gives the modules that import it the process's way to Buildkite, as the settings name it. */
@Module({
  providers: [
    {
      provide: BUILDKITE,
      inject: [CONFIG, CLOCK, LOG],
      useFactory: ({ buildkiteApiUrl: apiUrl, allowInsecure }: Config, clock: Clock, log: Log): Buildkite =>
        createBuildkite({ apiUrl, allowInsecure, clock, log }),
    },
  ],
  exports: [BUILDKITE],
})
export class BuildkiteModule implements OnApplicationShutdown {
  constructor(@Inject(BUILDKITE) private readonly buildkite: Buildkite) {}

  async onApplicationShutdown(): Promise<void> {
    await this.buildkite.close();
  }
}
