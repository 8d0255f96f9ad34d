/** `plan-shard` to `PlanShard`: what a template calls what a folder or a declaration names. */
export function pascalCase(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, _dash: string, letter: string) => letter.toUpperCase());
}
