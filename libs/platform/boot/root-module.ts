import { Module, type DynamicModule } from '@nestjs/common';
import { HttpEdgeModule } from '../http/http-edge.js';
import { PlatformModule, type PlatformParts } from '../platform.module.js';
import type { ServiceDefinition } from '../service-definition.js';

/** The application: some services behind one HTTP edge, on one platform. */
@Module({})
export class RootModule {
  static of(services: readonly Pick<ServiceDefinition, 'module'>[], parts: PlatformParts): DynamicModule {
    const imports = [PlatformModule.with(parts), HttpEdgeModule, ...services.map(({ module }) => module)];
    return { module: RootModule, imports };
  }
}
