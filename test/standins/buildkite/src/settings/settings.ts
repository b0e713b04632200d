import { Injectable } from '@nestjs/common';

/** What may be set for a run and changed while it runs. */
export interface SettingsValues {
  /** Milliseconds of the machine that every reply of the API waits before it is made. */
  readonly replyDelayMs: number;
  /** Requests that an organization may make in 60 s of the stand-in's clock. */
  readonly organizationLimit: number;
  /** Requests that a user may make in 60 s of the stand-in's clock. */
  readonly userLimit: number;
  /** A page of builds that begins this deep or deeper is refused; Buildkite does not publish its own number. */
  readonly deepestBuild: number;
}

/** Buildkite's published limits, no delay. */
export const DEFAULT_SETTINGS: SettingsValues = {
  replyDelayMs: 0,
  organizationLimit: 200,
  userLimit: 50,
  deepestBuild: 10_000,
};

/** The settings in force. */
@Injectable()
export class Settings {
  private current: SettingsValues = DEFAULT_SETTINGS;

  get values(): SettingsValues {
    return this.current;
  }

  change(values: Partial<SettingsValues>): void {
    this.current = { ...this.current, ...values };
  }
}
