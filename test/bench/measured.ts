/** What a call gave, with its processor and wall-clock seconds. */
export interface Measured<T> {
  readonly result: T;
  readonly seconds: number;
  readonly wallSeconds: number;
}

export function measured<T>(run: () => T): Measured<T> {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const result = run();
  return { result, seconds: processorSeconds(cpu), wallSeconds: (performance.now() - wall) / 1000 };
}

/** Since `from`, all threads of the process: the compiler's and the collector's too. */
export function processorSeconds(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

export function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1000);
}
