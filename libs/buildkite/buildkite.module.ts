import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Documents } from '#libs/documents';
import { CLOCK, CONFIG, DOCUMENTS, LOG, type Clock, type Config, type Log } from '#libs/platform';
import { createBuildkite, type Buildkite } from './create-buildkite.js';

/** `Buildkite`: one per process; the governors of all processes count in the same documents. */
export const BUILDKITE = Symbol('buildkite');

/** Gives the modules that import it the process's way to Buildkite, as the settings name it. */
@Module({
  providers: [
    {
      provide: BUILDKITE,
      inject: [CONFIG, CLOCK, LOG, DOCUMENTS],
      useFactory: (config: Config, clock: Clock, log: Log, documents: Documents): Buildkite => {
        const { buildkiteApiUrl: apiUrl, allowInsecure } = config;
        return createBuildkite({ apiUrl, allowInsecure, clock, log, documents });
      },
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
