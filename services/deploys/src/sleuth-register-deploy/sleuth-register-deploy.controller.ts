import { Body, Controller, HttpCode, Inject, Param, Post, Header, UseFilters } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Refused } from '#libs/event-store';
import {
  CurrentCaller,
  CurrentCommand,
  KeyInAnyForm,
  PlainTextProblemFilter,
  problemOfRefusal,
  Roles,
  TakesBody,
  type Caller,
  type CommandIdentity,
  type RefusalTable,
} from '#libs/platform';
import { Deploys } from '../deploy/deploys.js';
import { registrationOf } from './registration-of.js';

/** Sleuth answers 401 for a deployment that is not in the organization, and 400 for everything else. */
const sleuthRefusals: RefusalTable = {
  'code-deployment-not-found': 401,
  'environment-not-found': 400,
  'deploy-duplicate': 400,
  'deploy-in-future': 400,
  'branch-mismatch': 400,
};

/**
 * Sleuth's own `register_deploy`, so that its existing clients work unchanged: the address in the three forms that they
 * use, the key in any of its forms, JSON or a form, and plain text as the answer.
 */
@ApiTags('Sleuth clients')
@KeyInAnyForm()
@UseFilters(PlainTextProblemFilter)
@Controller('api/1')
export class SleuthRegisterDeployController {
  constructor(@Inject(Deploys) private readonly deploys: Deploys) {}

  /** Answers `Success`, or a sentence that says what is wrong. */
  @Post([
    'deployments/:org/:codeDeployment/register_deploy',
    'deployments/:org/:codeDeployment/register-deploy',
    ':org/:codeDeployment/register_deploy',
    ':org/:codeDeployment/register-deploy',
  ])
  @HttpCode(200)
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Roles('deployer')
  @TakesBody({ limitBytes: 8 * 1024 * 1024, forms: true, untypedJson: true })
  async register(
    @Param('org') organization: string,
    @Param('codeDeployment') codeDeployment: string,
    @Body() fields: Record<string, unknown>,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
  ): Promise<string> {
    try {
      await this.deploys.register(organization, registrationOf(codeDeployment, fields), identity, caller.key);
    } catch (error) {
      throw error instanceof Refused ? problemOfRefusal(error, sleuthRefusals) : error;
    }
    return 'Success';
  }
}
