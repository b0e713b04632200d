import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { StandInClock } from '../clock/stand-in-clock.js';
import { Deliveries } from './deliveries.js';

const LOOK_EVERY_MS = 50;

/** Sends what is due while the clock runs with the machine; a frozen clock sends when it is turned. */
@Injectable()
export class RunningDeliveries implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly clock: StandInClock,
    private readonly deliveries: Deliveries,
  ) {}

  onApplicationBootstrap(): void {
    if (this.clock.mode === 'frozen') return;
    this.timer = setInterval(() => void this.deliveries.sendDue(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
