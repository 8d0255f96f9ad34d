import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';

/** Writes instances as portfolio/1 and policy/1 files; block by block where a family has several. */
export function emit(
  directory: string,
  chosen: readonly { readonly family: string; readonly load: number }[],
  seeds: readonly number[],
  say: (line: string) => void,
): void {
  mkdirSync(directory, { recursive: true });
  for (const { family: name, load } of chosen) {
    const found = FAMILIES.find((each) => each.name === name);
    // Tiny portfolios and changes to published plans are made by the tests.
    if (found === undefined) continue;
    const family = { ...found, load };
    writeFileSync(join(directory, `${name}.policy.json`), JSON.stringify(familyPolicy(family)));
    for (const seed of seeds) {
      for (let block = 0; block < family.blocks; block++) {
        const part = family.blocks === 1 ? '' : `-${block}`;
        const file = join(directory, `${name}-load-${load}-${seed}${part}.portfolio.json`);
        writeFileSync(file, JSON.stringify(familyBlock(family, seed, block)));
        say(file);
      }
    }
  }
}
