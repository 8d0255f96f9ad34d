/** What was checked, and what is wrong with it, line by line. */
export interface Check {
  readonly name: string;
  readonly passed: string;
  readonly wrong: readonly string[];
}

export function checkLine({ name, passed, wrong }: Check): string {
  return `${name.padEnd(10)}${wrong.length === 0 ? `ok: ${passed}` : ['WRONG', ...wrong].join('\n')}`;
}
