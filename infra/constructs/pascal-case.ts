/** `plan-shard` to `PlanShard`: what the state machine calls the function of a folder. */
export function pascalCase(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, _dash: string, letter: string) => letter.toUpperCase());
}
