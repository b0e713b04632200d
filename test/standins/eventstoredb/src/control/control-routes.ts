import type { Faults } from '../fault/faults.js';
import type { Subscriptions } from '../read/subscriptions.js';
import type { CallGate } from '../server/call-gate.js';
import type { Connections } from '../server/connections.js';
import type { Store } from '../store/store.js';
import { FaultRefused, readFault } from './read-fault.js';

/** What the control API looks at and changes. */
export interface Controlled {
  readonly store: Store;
  readonly faults: Faults;
  readonly gate: CallGate;
  readonly subscriptions: Subscriptions;
  readonly connections: Connections;
}

/** A request that the control API does not take. */
export class ControlRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What a stand-in holds and has been asked. */
export interface StandInState {
  readonly events: number;
  readonly streams: number;
  readonly connections: number;
  /** Names of what is subscribed to, one for each subscription. */
  readonly subscriptions: readonly string[];
  /** How often each kind of call was made. */
  readonly calls: Readonly<Record<string, number>>;
}

/** A stream as the control API lists it. */
export interface ListedStream {
  readonly name: string;
  readonly events: number;
}

/** The answer to a request, undefined when it has none. Throws ControlRefusal. */
export function answerControl(it: Controlled, method: string, url: URL, body: unknown): unknown {
  const [path = '', id] = url.pathname.replace('/_control/', '').split('/');
  switch (`${method} ${path}`) {
    case 'GET state':
      return stateOf(it);
    case 'GET streams':
      return streamsOf(it, url.searchParams.get('prefix') ?? '');
    case 'GET faults':
      return it.faults.list;
    case 'POST faults':
      return addFault(it, body);
    case 'DELETE faults':
      it.faults.remove(id === undefined ? undefined : Number(id));
      return undefined;
    case 'DELETE connections':
      it.connections.cut();
      return undefined;
    case 'DELETE subscriptions':
      it.subscriptions.endAll();
      return undefined;
    default:
      throw new ControlRefusal(404, `There is no ${method} ${url.pathname}.`);
  }
}

function stateOf({ store, gate, subscriptions, connections }: Controlled): StandInState {
  return {
    events: store.keptEvents,
    streams: store.streamNames.length,
    connections: connections.count,
    subscriptions: subscriptions.names,
    calls: gate.calls,
  };
}

function streamsOf({ store }: Controlled, prefix: string): readonly ListedStream[] {
  return store.streamNames
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ name, events: store.eventsOf(name).length }));
}

function addFault({ faults }: Controlled, body: unknown): unknown {
  try {
    const { fault, scope } = readFault(body);
    return faults.add(fault, scope);
  } catch (error) {
    if (error instanceof FaultRefused) throw new ControlRefusal(400, error.message);
    throw error;
  }
}
