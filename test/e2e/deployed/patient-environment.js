import { TestEnvironment } from 'jest-environment-node';
import { patience } from './deployments.js';

/** Gives tests and hooks that state a time limit of their own more time, as many times as everything else gets. */
export default class PatientEnvironment extends TestEnvironment {
  #extended = new WeakSet();

  handleTestEvent(event) {
    if (event.name === 'test_start') this.#extend(event.test);
    if (event.name === 'hook_start') this.#extend(event.hook);
  }

  #extend(limited) {
    if (limited.timeout === undefined || this.#extended.has(limited)) return;
    this.#extended.add(limited);
    limited.timeout *= patience;
  }
}
