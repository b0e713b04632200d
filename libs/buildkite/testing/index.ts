export { inTurn, json, startApi, type Answering, type Api, type ReceivedRequest } from './api.js';
export { hurriedClock, type HurriedClock } from './hurried-clock.js';
export { MemoryBudgets } from './memory-budgets.js';
export { buildJson, jobJson, manualJobJson, pipelineJson } from './payloads.js';
export { signedDelivery, type SignedDelivery } from './signed-delivery.js';
export { webhookJson } from './webhook-json.js';
