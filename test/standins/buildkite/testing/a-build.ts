import type { BuildSpec } from '../src/build/build-spec.js';
import type { BuildRecord } from '../src/build/domain/build-record.js';
import { planBuild, type BuildPlace } from '../src/build/plan-build.js';

/** The instant at which builds of these specs are created, unless they say otherwise: noon UTC. */
export const NOON = Date.UTC(2026, 2, 1, 12);

/** A full SHA that ends in the given digits. */
export function sha(end: string | number): string {
  return String(end).padStart(40, 'a0b1c2d3e4f5');
}

/** A build record for a spec of one part; created at noon, in pipeline `app` of `acme`. */
export function aBuild(spec: Partial<BuildSpec> = {}, place: Partial<BuildPlace> = {}): BuildRecord {
  const number = spec.number ?? place.number ?? 1;
  return planBuild(
    { pipeline: 'app', commit: sha(1), ...spec },
    {
      id: spec.id ?? `01950000-0000-7000-8000-${String(number).padStart(12, '0')}`,
      number,
      organization: 'acme',
      pipelineId: '01950000-0000-7000-9000-000000000001',
      sequence: number,
      createdAtMs: NOON,
      ...place,
    },
  );
}
