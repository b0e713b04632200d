import type { Reading } from './reading.js';
import type { WebhookSigns } from './webhook-silence.js';

/** The longest sentence that may be published. */
const longest = 500;
const most = (text: string) => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);

type FailingReading = Pick<Reading, 'buildkiteOrganization'> & { readonly said: string };

/** What a person reads of each problem: what is wrong, and what to do. */
export const sentences = {
  tokenRejected: () =>
    'Buildkite rejects the token: it was revoked, or its owner lost access. Nothing is collected until it is replaced.',

  tokenExpired: (expiresAt: string | null) =>
    `The token expired at ${expiresAt}. Nothing is collected until it is replaced.`,

  tokenExpiring: (expiresAt: string | null) => `The token expires at ${expiresAt}. Replace it before then.`,

  scopeMissing: ({ said }: Pick<FailingReading, 'said'>) =>
    most(
      `The token lacks a scope. Its owner can tick it at Buildkite, under Personal Settings, API Access Tokens; the token stays the same. ${said}`,
    ),

  organizationNotAccessible: ({ buildkiteOrganization, said }: FailingReading) =>
    most(
      `The token does not open the Buildkite organization ${buildkiteOrganization} any more. Tick it at the token's Organization Access, or replace the token by one that opens it. ${said}`,
    ),

  rateLimited: ({ buildkiteOrganization }: Pick<FailingReading, 'buildkiteOrganization'>) =>
    `Buildkite's rate limit keeps ${buildkiteOrganization} from being read. See who else uses the limits of this user and organization; what is missed is read later.`,

  buildkiteUnavailable: ({ buildkiteOrganization, said }: FailingReading) =>
    most(
      `Buildkite does not answer for ${buildkiteOrganization}. See buildkitestatus.com and whether this machine reaches it; what is missed is read later. ${said}`,
    ),

  collectionBehind: ({ buildkiteOrganization, currentAt, failing }: Reading) =>
    most(
      `The builds of ${buildkiteOrganization} have not been read to the end since ${currentAt}: ${
        failing ? `${failing.code}. ${failing.detail}` : 'the round of polling that is under way takes long.'
      } The log of the service builds says more.`,
    ),

  webhookSilent: ({ lastDeliveryAt, undeliveredSince }: WebhookSigns) =>
    `The webhook is silent since ${lastDeliveryAt}, though builds have finished since ${undeliveredSince}. See its last requests at Buildkite, under Notification Services; polling goes on meanwhile.`,
} as const;
