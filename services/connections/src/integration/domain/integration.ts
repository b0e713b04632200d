import type { Decider } from '#libs/event-store';
import type { IntegrationCommand } from './commands.js';
import { decide } from './decide.js';
import type { IntegrationEvent } from './events.js';
import { evolve, noIntegration, type Integration } from './state.js';

/** An organization's Buildkite integration, kept in the stream `buildkiteIntegration-{organization}`. */
export const integration: Decider<IntegrationCommand, IntegrationEvent, Integration> = {
  initialState: noIntegration,
  decide,
  evolve,
};
