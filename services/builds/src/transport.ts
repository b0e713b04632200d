/** Marks the bus handlers of this service, also when it shares a process with others. */
export const BUILDS = Symbol('builds');
