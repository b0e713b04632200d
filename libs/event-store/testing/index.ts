export { decider, type DeciderSpecification, type Outcome } from './decider-specification.js';
