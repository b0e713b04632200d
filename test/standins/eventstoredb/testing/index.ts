export type { Account } from '../src/access/users.js';
export type { ListedStream, StandInState } from '../src/control/control-routes.js';
export type { Fault, FaultScope } from '../src/fault/fault.js';
export type { ActiveFault } from '../src/fault/faults.js';
export { EventStoreControl, controlEventStoreStandIn } from './control.js';
export { selfSigned, type SelfSigned } from './self-signed.js';
export { startEventStoreStandIn, type RunningEventStore, type StandInOptions } from './start.js';
