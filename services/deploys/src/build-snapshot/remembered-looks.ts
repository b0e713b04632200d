import type { DeployDocument } from '../read-model/collections.js';
import type { Generation } from '../read-model/read-model.js';
import { remembered } from './domain/forgetting.js';
import type { Look } from './domain/look.js';

/**
 * Those of a deploy's looks that were not forgotten before it, whether the read model still holds them or not. The
 * other deploys of the SHA, deleted ones too, matter only to looks that would have been.
 */
export async function rememberedLooks(
  { deploys }: Pick<Generation, 'deploys'>,
  { tie, registeredAt }: DeployDocument,
  looks: readonly Look[],
  rememberForMs: number,
): Promise<readonly Look[]> {
  const kept = remembered(looks, [registeredAt], rememberForMs);
  if (kept.length === looks.length) return looks;
  const ofCommit = await deploys.find({ where: { tie } });
  return remembered(
    looks,
    ofCommit.map((deploy) => deploy.registeredAt),
    rememberForMs,
  );
}
