import { Inject, Injectable } from '@nestjs/common';
import { commandHandler, type CommandHandler, type EventStore } from '#libs/event-store';
import { CLOCK, EVENT_STORE, refuseReusedKey, type Clock, type CommandIdentity } from '#libs/platform';
import type { ProjectCommand } from './domain/commands.js';
import type { ProjectEvent } from './domain/events.js';
import { projects } from './domain/projects.js';
import type { Projects } from './domain/state.js';
import { projectStream } from './project-stream.js';

/** A command without its time, which is now. */
type Timeless = ProjectCommand extends infer Command
  ? Command extends { type: infer Type; data: infer Data }
    ? { readonly type: Type; readonly data: Omit<Data, 'at'> }
    : never
  : never;

/** The projects of all organizations, as decided: always up to date. */
@Injectable()
export class ProjectRecords {
  readonly #handler: CommandHandler<ProjectCommand, ProjectEvent, Projects>;

  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#handler = commandHandler({ store, decider: projects });
  }

  /** The organization's projects as they stand. */
  async of(organization: string): Promise<Projects> {
    const { state } = await this.#handler.load(projectStream(organization));
    return state;
  }

  /**
   * Decides and keeps the decision.
   * @param by id of the API key
   * @returns the projects behind it
   * @throws Refused, see the decider
   * @throws Problem `idempotency-key-reused`
   */
  async handle(
    organization: string,
    command: Timeless,
    identity: CommandIdentity,
    by: string,
  ): Promise<Projects> {
    const at = this.clock.now().toISOString();
    const timed = { type: command.type, data: { ...command.data, at } } as ProjectCommand;
    const { commandId, requestDigest } = identity;
    const handled = await this.#handler.handle(projectStream(organization), timed, {
      commandId,
      metadata: { by, requestDigest },
    });
    if (handled.repeated) refuseReusedKey(identity, handled.events[0]?.metadata);
    return handled.state;
  }
}
