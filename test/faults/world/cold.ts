/** What modules keep between invocations, and how to forget it: the bundle registers it where a module has such a thing. */
const forgetting: (() => void)[] = [];

export function whenCold(forget: () => void): void {
  forgetting.push(forget);
}

export function coldStart(): void {
  for (const forget of forgetting) forget();
}
