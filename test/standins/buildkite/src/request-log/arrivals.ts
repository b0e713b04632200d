import { Injectable } from '@nestjs/common';
import { iso } from '../instant/instant.js';
import { densestWindow, type CountedScope, type DensestWindow } from './densest-windows.js';

interface Scope {
  readonly scope: CountedScope;
  readonly name: string;
  timesMs: number[];
  limitedUntilMs: number;
  /** When the first 429 of those that limit it was answered, by the machine's time. */
  limitedSinceMs: number;
  /** Requests that crossed that 429. */
  crossed: number;
  whileLimited: number;
}

/** A request that comes so soon behind a 429 was on its way when that was answered: milliseconds of the machine. */
const crossingMs = 250;
/** No more than these can have been on their way. */
const mostCrossing = 5;

/** When requests came, of all that ever did, for each user and each organization. Times are epoch milliseconds. */
@Injectable()
export class Arrivals {
  private readonly scopes = new Map<string, Scope>();
  /** Milliseconds of the machine; a test may put its own in place. */
  machineMs = (): number => performance.now();

  /** Notes a request of a user or to an organization. */
  note(scope: CountedScope, name: string, atMs: number): void {
    const noted = this.of(scope, name);
    noted.timesMs.push(atMs);
    if (atMs >= noted.limitedUntilMs) return;
    const mayCross = noted.crossed < mostCrossing && this.machineMs() - noted.limitedSinceMs < crossingMs;
    if (mayCross) noted.crossed += 1;
    else noted.whileLimited += 1;
  }

  /** A 429 was answered at an instant: until its reset none of this scope should come. */
  limit(scope: CountedScope, name: string, atMs: number, untilMs: number): void {
    const limited = this.of(scope, name);
    if (atMs >= limited.limitedUntilMs) {
      limited.limitedSinceMs = this.machineMs();
      limited.crossed = 0;
    }
    limited.limitedUntilMs = Math.max(limited.limitedUntilMs, untilMs);
  }

  /** No scope is limited any more. */
  endLimits(): void {
    for (const scope of this.scopes.values()) scope.limitedUntilMs = -Infinity;
  }

  /** The densest window of each scope, in the order of their first requests. */
  densest(limitOf: (scope: CountedScope, name: string) => number): readonly DensestWindow[] {
    const asked = [...this.scopes.values()].filter(({ timesMs }) => timesMs.length > 0);
    return asked.map(({ scope, name, timesMs, whileLimited }) => {
      const { most, fromMs } = densestWindow(timesMs);
      return { scope, name, most, limit: limitOf(scope, name), from: iso(fromMs), whileLimited };
    });
  }

  /** Forgets all requests; who is limited stays limited. */
  reset(): void {
    for (const scope of this.scopes.values()) {
      scope.timesMs = [];
      scope.whileLimited = 0;
    }
  }

  private of(scope: CountedScope, name: string): Scope {
    const key = `${scope} ${name}`;
    const known = this.scopes.get(key) ?? {
      scope,
      name,
      timesMs: [],
      limitedUntilMs: -Infinity,
      limitedSinceMs: -Infinity,
      crossed: 0,
      whileLimited: 0,
    };
    this.scopes.set(key, known);
    return known;
  }
}
