export * from './envelope.js';
export * from './published-events.js';
export * from './topics.js';
export type * from './events/integrations.js';
export type * from './events/projects.js';
export type * from './events/deploys.js';
export type * from './events/builds.js';
export type * from './events/commit-look-ups.js';
export type * from './events/build-snapshots.js';
