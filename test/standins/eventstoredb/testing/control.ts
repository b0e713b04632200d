import { controlRequest } from '../../buildkite/testing/control-request.js';
import type { ListedStream, StandInState } from '../src/control/control-routes.js';
import type { Fault, FaultScope } from '../src/fault/fault.js';
import type { ActiveFault } from '../src/fault/faults.js';

/** The strings of a stand-in, in whatever process it runs. Every one throws ControlRefused when it is refused. */
export class EventStoreControl {
  constructor(
    /** Scheme, host and port of the control API. */
    readonly url: string,
  ) {}

  /** What it holds, who follows it, and how often it was called. */
  state(): Promise<StandInState> {
    return controlRequest(this.url, 'GET', 'state');
  }

  /** The streams whose names begin so. */
  streams(prefix = ''): Promise<readonly ListedStream[]> {
    return controlRequest(this.url, 'GET', `streams?prefix=${encodeURIComponent(prefix)}`);
  }

  /** Lets something go wrong from now on. */
  addFault(fault: Fault, scope: FaultScope = {}): Promise<ActiveFault> {
    return controlRequest(this.url, 'POST', 'faults', { fault, ...scope });
  }

  /** The faults that may still happen. */
  faults(): Promise<readonly ActiveFault[]> {
    return controlRequest(this.url, 'GET', 'faults');
  }

  /** Takes a fault back, or all of them. What it holds back stays unanswered. */
  removeFaults(id?: number): Promise<void> {
    return controlRequest(this.url, 'DELETE', id === undefined ? 'faults' : `faults/${String(id)}`);
  }

  /** Cuts every connection that is open now. */
  cutConnections(): Promise<void> {
    return controlRequest(this.url, 'DELETE', 'connections');
  }

  /** Ends every subscription that runs now, with status OK and without a word. */
  endSubscriptions(): Promise<void> {
    return controlRequest(this.url, 'DELETE', 'subscriptions');
  }
}

/** The strings of the stand-in whose control API is there. */
export function controlEventStoreStandIn(url: string): EventStoreControl {
  return new EventStoreControl(url);
}
