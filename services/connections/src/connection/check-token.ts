import { Inject, Injectable } from '@nestjs/common';
import { eventId } from '#libs/contracts';
import {
  BUILDKITE,
  BuildkiteError,
  tokenFault,
  type Buildkite,
  type BuildkiteClient,
  type TokenInspection,
} from '#libs/buildkite';
import { CLOCK, Problem, type Clock, type Secret } from '#libs/platform';
import type { CheckedToken } from '../integration/domain/events.js';
import { problemOfBuildkite } from './problem-of-buildkite.js';

/** Asks Buildkite what a token is good for, before anything is kept. */
@Injectable()
export class CheckToken {
  constructor(
    @Inject(BUILDKITE) private readonly buildkite: Buildkite,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @param version the name that the token will have in the vault
   * @throws Problem 400 `validation`, `not-an-api-token`; 422 `token-rejected`, `token-expired`, `scopes-missing`,
   * `no-organization`; 503 `buildkite-unavailable`, `buildkite-rate-limited`
   */
  async check(token: Secret, version: string): Promise<CheckedToken> {
    refuseOtherText(token);
    try {
      return await this.ask(this.buildkite.client(token), version);
    } catch (error) {
      throw error instanceof BuildkiteError ? problemOfBuildkite(error) : error;
    }
  }

  private async ask(client: BuildkiteClient, version: string): Promise<CheckedToken> {
    const inspection = await client.inspectToken();
    this.refuseUseless(inspection);
    const organizations = await client.organizations();
    if (organizations.length === 0) {
      throw new Problem(
        422,
        'no-organization',
        'The token opens no organization. Tick one under Organization Access at Buildkite, then try again.',
      );
    }
    const { id, name, email } = inspection.user;
    return {
      version,
      uuid: inspection.uuid ?? eventId('token without id', version),
      user: id === null ? null : { id, name: name ?? id, email },
      organizations: organizations.map(({ slug, name }) => ({ slug, name })),
      scopes: inspection.scopes,
      expiresAt: inspection.expiresAt,
    };
  }

  private refuseUseless({ expiresAt, missingRequiredScopes }: TokenInspection): void {
    if (expiresAt !== null && Date.parse(expiresAt) <= this.clock.now().getTime()) {
      throw new Problem(422, 'token-expired', `The token expired at ${expiresAt}. Make a new one.`);
    }
    if (missingRequiredScopes.length === 0) return;
    throw new Problem(
      422,
      'scopes-missing',
      `The token lacks ${missingRequiredScopes.join(', ')}. Tick them at Buildkite, then try again with the same token.`,
      {
        errors: missingRequiredScopes.map((scope) => ({
          pointer: '/token',
          code: 'scope-missing',
          message: `lacks the scope ${scope}`,
        })),
      },
    );
  }
}

function refuseOtherText(token: Secret): void {
  const fault = tokenFault(token.reveal());
  if (fault === undefined) return;
  const code = fault.code === 'not-an-api-token' ? fault.code : 'validation';
  throw new Problem(400, code, fault.detail, {
    errors: [{ pointer: '/token', code: fault.code, message: fault.detail }],
  });
}
