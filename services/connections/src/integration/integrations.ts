import { Inject, Injectable } from '@nestjs/common';
import { commandHandler, type CommandHandler, type EventStore } from '#libs/event-store';
import { CLOCK, EVENT_STORE, refuseReusedKey, type Clock, type CommandIdentity } from '#libs/platform';
import type { IntegrationCommand } from './domain/commands.js';
import type { IntegrationEvent } from './domain/events.js';
import { integration } from './domain/integration.js';
import type { Integration } from './domain/state.js';
import { integrationStream } from './integration-stream.js';

/** A command without its time, which is now. */
export type TimelessCommand = IntegrationCommand extends infer Command
  ? Command extends { type: infer Type; data: infer Data }
    ? { readonly type: Type; readonly data: Omit<Data, 'at'> }
    : never
  : never;

/** Who sent a command, and which one it is if it comes again. */
export interface CommandOrigin extends CommandIdentity {
  /** Id of the API key. */
  readonly by: string;
}

/** The Buildkite integrations of all organizations. */
@Injectable()
export class Integrations {
  readonly #handler: CommandHandler<IntegrationCommand, IntegrationEvent, Integration>;

  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#handler = commandHandler({ store, decider: integration });
  }

  /** The integration as it stands, everything decided so far included. */
  async of(organization: string): Promise<Integration> {
    const { state } = await this.#handler.load(integrationStream(organization));
    return state;
  }

  /**
   * Decides and keeps the decision.
   * @returns the integration behind it
   * @throws Refused, see the decider
   * @throws Problem `idempotency-key-reused`
   */
  async handle(organization: string, command: TimelessCommand, origin: CommandOrigin): Promise<Integration> {
    const at = this.clock.now().toISOString();
    const { commandId, requestDigest, by } = origin;
    const timed = { type: command.type, data: { ...command.data, at } } as IntegrationCommand;
    const handled = await this.#handler.handle(integrationStream(organization), timed, {
      commandId,
      metadata: { by, requestDigest },
    });
    if (handled.repeated) refuseReusedKey(origin, handled.events[0]?.metadata);
    return handled.state;
  }
}
