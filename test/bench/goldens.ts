import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { digest } from '../../core/trace/digest.ts';
import { familyNamed } from './family-named.ts';
import { NO_DIGESTS } from './no-digests.ts';

const FILE = fileURLToPath(new URL('../golden/families.json', import.meta.url));

/** Small enough, and few enough, that all of them are planned in every test run. */
const CASES: readonly (readonly [family: string, load: number, ...seeds: readonly number[]])[] = [
  ['time-100', 1.3, 1, 2, 3],
  ['time-300', 1.3, 1, 2],
  ['time-300', 0.7, 1],
  ['all-100', 1.3, 1, 2, 3],
  ['all-300', 1.3, 1],
  ['all-300', 1, 1],
  ['count-300', 1.3, 1],
];

const Golden = z.strictObject({
  family: z.string(),
  load: z.number(),
  seed: z.int(),
  objective: z.int(),
  bound: z.int(),
  gap: z.number(),
  /** Of the whole plan, explanations and certificate included. */
  digest: z.string(),
});
export type Golden = z.infer<typeof Golden>;

const Goldens = z.strictObject({
  /** Why these plans and no others; told when they were recorded. */
  reason: z.string(),
  /** How to record them anew. */
  renew: z.string(),
  plans: z.array(Golden),
});
export type Goldens = z.infer<typeof Goldens>;

export function goldens(): Goldens {
  return Goldens.parse(JSON.parse(readFileSync(FILE, 'utf8')));
}

/** The plan of one case as it comes out now. */
export function plannedNow({ family: name, load, seed }: Pick<Golden, 'family' | 'load' | 'seed'>): Golden {
  const family = { ...familyNamed(name), load };
  const portfolio = familyBlock(family, seed, 0);
  const plan = planPortfolio({ portfolio, policy: familyPolicy(family), digests: NO_DIGESTS });
  const { objective, bound, gap } = plan;
  return { family: name, load, seed, objective, bound, gap, digest: digest('plan/1', plan) };
}

/** Records what the planner gives now, and says how far it is from what was recorded before. */
export function renewGoldens(reason: string, say: (line: string) => void): void {
  const plans = CASES.flatMap(([family, load, ...seeds]) => seeds.map((seed) => plannedNow({ family, load, seed })));
  for (const { family, load, seed, objective, gap } of plans)
    say(`${family} load ${load} seed ${seed}: ${objective}, gap ${(100 * gap).toFixed(3)} %`);
  const renew = 'npm run bench -- --renew-goldens "why the plans changed, and for the better"';
  writeFileSync(FILE, `${JSON.stringify({ reason, renew, plans } satisfies Goldens, null, 2)}\n`);
}
