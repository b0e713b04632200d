import type { Decider } from '#libs/event-store';
import type { ProjectCommand } from './commands.js';
import { decide } from './decide.js';
import type { ProjectEvent } from './events.js';
import { evolve, noProjects, type Projects } from './state.js';

/** An organization's projects, kept in the stream `projects-{organization}`. */
export const projects: Decider<ProjectCommand, ProjectEvent, Projects> = {
  initialState: noProjects,
  decide,
  evolve,
};
