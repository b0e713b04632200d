import { openEmbeddedBus, type EmbeddedBusOptions } from '../embedded/open-embedded-bus.js';
import type { Bus } from '../port.js';
import { makeTemporaryFolder } from './temporary-folder.js';

export interface TemporaryBus {
  readonly bus: Bus;
  /** Closes the bus and removes its folder. */
  remove(): Promise<void>;
}

/** An embedded bus in a folder of its own, resting only milliseconds after a rejected batch. */
export async function openTemporaryBus(
  options: Omit<EmbeddedBusOptions, 'file'> = {},
): Promise<TemporaryBus> {
  const folder = await makeTemporaryFolder();
  const bus = await openEmbeddedBus({
    rest: { firstMs: 1, mostMs: 10 },
    ...options,
    file: folder.file('bus.db'),
  });
  const remove = async () => {
    await bus.close();
    await folder.remove();
  };
  return { bus, remove };
}
