import type { DeliveryReport } from '../../../standins/buildkite/testing/index.js';
import type { Fault } from './fault.js';

/** A run whose webhooks were hardly ever taken says nothing about them. */
const fewest = 100;

/** Deliveries that the product answered with anything but 2xx, and too few that it took. While it is down none is answered. */
export function deliveryFaults({ deliveries }: Pick<DeliveryReport, 'deliveries'>): readonly Fault[] {
  const answered = deliveries.flatMap(({ status, event, build, at }) =>
    status === null ? [] : [{ status, event, build, at }],
  );
  const isTaken = (status: number) => status >= 200 && status < 300;
  const refused = answered.filter(({ status }) => !isTaken(status));
  const taken = answered.length - refused.length;
  return [
    ...refused.map(({ status, event, build, at }) => ({
      what: `A delivery of ${event} was answered with ${status}.`,
      build,
      atMs: Date.parse(at),
    })),
    ...(taken < fewest ? [{ what: `Only ${taken} deliveries were taken.` }] : []),
  ];
}
