export { edgeApplication, type EdgeApplicationOptions } from './edge-application.js';
export { ManualClock } from './manual-clock.js';
export { RecordingLog, type LoggedLine } from './recording-log.js';
export { leaseCollection } from '../leases/lease-collection.js';
export { openLeases } from '../leases/leases.js';
export { issueTestKeys, type TestKeys } from './test-keys.js';
export { rejectionOf, thrownBy } from './thrown-by.js';
