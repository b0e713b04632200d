const settleMs = 5_000;
const watchedMs = 20_000;

/** CPU time of the process behind a management port while nobody asks anything of it, in percent of one core. */
export async function idleCpuPercent(managementUrl: string): Promise<number> {
  await rest(settleMs);
  const [before, began] = [await cpuSeconds(managementUrl), performance.now()];
  await rest(watchedMs);
  const seconds = (await cpuSeconds(managementUrl)) - before;
  return Math.round((seconds / ((performance.now() - began) / 1_000)) * 10_000) / 100;
}

async function cpuSeconds(managementUrl: string): Promise<number> {
  const text = await (await fetch(`${managementUrl}/metrics`)).text();
  const seconds = /^process_cpu_seconds_total\s+([\d.e+-]+)/m.exec(text)?.[1];
  if (seconds === undefined) throw new Error('The metrics tell no CPU time.');
  return Number(seconds);
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
