/** Where a number belongs: the topic and the consumer group. */
export interface ConsumptionLabels {
  readonly topic: string;
  readonly group: string;
}

/** What the bus counts while consuming. The names fit counters of prom-client; nothing here may throw. */
export interface BusMetrics {
  /** So many events were handled. */
  handled(labels: ConsumptionLabels, events: number): void;
  /** One record was set aside for good. `reason` is one of a small set of stable words. */
  deadLettered(labels: ConsumptionLabels & { readonly reason: string }): void;
  /** Handling is tried once more, in place. */
  retried(labels: ConsumptionLabels): void;
  /** Handling was given up for now: the partition rests, then the same records come again. */
  rested(labels: ConsumptionLabels): void;
}

/** Counts nothing. */
export const noMetrics: BusMetrics = {
  handled: () => undefined,
  deadLettered: () => undefined,
  retried: () => undefined,
  rested: () => undefined,
};
