import { buildServerFactTypes, type BuildServerFact, type PublishedEvent } from '#libs/contracts';

/** An event that sets or clears a build server. */
export type BuildServerEvent = BuildServerFact & { readonly id: string };

const types = new Set<string>(buildServerFactTypes);

/** Whether the event sets or clears a build server. */
export function setsBuildServer(event: PublishedEvent): event is PublishedEvent & BuildServerEvent {
  return types.has(event.type);
}
