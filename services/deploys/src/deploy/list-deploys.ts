import { Inject, Injectable } from '@nestjs/common';
import { normalizeSha } from '#libs/contracts';
import type { Condition } from '#libs/documents';
import { decodeCursor, pageOf, type Page } from '#libs/platform';
import type { DeployDocument } from '../read-model/collections.js';
import { ReadModel } from '../read-model/read-model.js';
import type { DeployQuery } from './deploy.dto.js';

/** Lists deploys, newest T first. */
@Injectable()
export class ListDeploys {
  constructor(@Inject(ReadModel) private readonly readModel: ReadModel) {}

  /** @throws Problem `invalid-cursor` */
  async page(organization: string, { limit, after, ...filter }: DeployQuery): Promise<Page<DeployDocument>> {
    const where: Record<string, Condition> = { organization, isDeleted: false };
    if (filter.codeDeployment !== undefined) where['codeDeployment'] = filter.codeDeployment;
    if (filter.environment !== undefined) where['environment'] = filter.environment;
    if (filter.sha !== undefined) where['sha'] = normalizeSha(filter.sha) ?? filter.sha;
    const scope = `deploys ${JSON.stringify(where)}`;
    if (after !== undefined) where['order'] = { lt: decodeCursor(scope, after)[0] ?? '' };
    const found = await this.readModel.read(({ deploys }) =>
      deploys.find({ where, orderBy: [['order', 'descending']], limit: limit + 1 }),
    );
    return pageOf(found, limit, scope, ({ order }) => [order]);
  }
}
