import type { Bus, IncomingRecord } from '../port.js';

/** Everything that lies in the topic now. */
export async function readAll(bus: Bus, topic: string): Promise<IncomingRecord[]> {
  const all: IncomingRecord[] = [];
  for await (const records of bus.read(topic)) all.push(...records);
  return all;
}
