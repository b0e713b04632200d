export { busContract } from './bus-contract.js';
export { eventually } from './eventually.js';
export { readAll } from './read-all.js';
export { Received } from './received.js';
export { openTemporaryBus, type TemporaryBus } from './temporary-bus.js';
