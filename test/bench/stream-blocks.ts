import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { auditPlan } from '../../core/audit/audit.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import type { Family } from '../../core/simulate/families/family.ts';
import { measured, peakMegabytes } from './measured.ts';
import { NO_DIGESTS } from './no-digests.ts';
import { type BenchRow, gapOf } from './row.ts';

/** What is kept of a block: a line of the file that a stopped run goes on from. */
const BlockResult = z.strictObject({
  family: z.string(),
  load: z.number(),
  seed: z.int(),
  block: z.int(),
  engagements: z.int(),
  objective: z.int(),
  bound: z.int(),
  seconds: z.number(),
  wallSeconds: z.number(),
  findings: z.int(),
  /** Resident after this block, and the most the process ever held. */
  megabytes: z.number(),
  peak: z.number(),
});
type BlockResult = z.infer<typeof BlockResult>;

/**
 * Generates, plans and checks one block after another and keeps a line of each, so memory is that of one block. Null where
 * `blocks` ended the run before the last one: the rest is planned by the next run with the same `resume`.
 */
export function streamBlocks(
  family: Family,
  seed: number,
  { resume, blocks }: { readonly resume?: string | undefined; readonly blocks?: number | undefined },
  onProgress: (line: string) => void,
): BenchRow | null {
  const done = earlier(family, seed, resume);
  const last = Math.min(family.blocks, done.length + (blocks ?? family.blocks));
  for (let block = done.length; block < last; block++) {
    const result = planned(family, seed, block);
    done.push(result);
    if (resume !== undefined) appendFileSync(resume, `${JSON.stringify(result)}\n`);
    if (tenth(block + 1, family.blocks) > tenth(block, family.blocks))
      onProgress(
        `${family.name} seed ${seed}: ${block + 1} of ${family.blocks} blocks, ${result.megabytes} MB resident, gap ${(100 * gapOf(total(done, 'bound'), total(done, 'objective'))).toFixed(3)} %`,
      );
  }
  return last === family.blocks ? summary(family, seed, done) : null;
}

function planned(family: Family, seed: number, block: number): BlockResult {
  const portfolio = familyBlock(family, seed, block);
  const policy = familyPolicy(family);
  const { result: plan, ...times } = measured(() => planPortfolio({ portfolio, policy, digests: NO_DIGESTS }));
  return {
    family: family.name,
    load: family.load,
    seed,
    block,
    engagements: portfolio.engagements.length,
    objective: plan.objective,
    bound: plan.bound,
    ...times,
    findings: auditPlan({ portfolio, policy, published: null, plan }).findings.length,
    megabytes: Math.round(process.memoryUsage.rss() / 1e6),
    peak: peakMegabytes(),
  };
}

function earlier(family: Family, seed: number, resume: string | undefined): BlockResult[] {
  if (resume === undefined || !existsSync(resume)) return [];
  const lines = readFileSync(resume, 'utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => BlockResult.parse(JSON.parse(line)))
    .filter((each) => each.family === family.name && each.load === family.load && each.seed === seed);
}

function summary(family: Family, seed: number, done: readonly BlockResult[]): BenchRow {
  const objective = total(done, 'objective');
  const bound = total(done, 'bound');
  return {
    family: family.name,
    seed,
    load: family.load,
    engagements: total(done, 'engagements'),
    objective,
    bound,
    gap: gapOf(bound, objective),
    seconds: total(done, 'seconds'),
    wallSeconds: total(done, 'wallSeconds'),
    megabytes: Math.max(...done.map(({ peak }) => peak)),
    findings: total(done, 'findings'),
    memoryByTenth: Array.from(
      { length: 10 },
      (_, part) => done[Math.ceil(((part + 1) * done.length) / 10) - 1]?.megabytes ?? 0,
    ),
  };
}

function total(
  done: readonly BlockResult[],
  of: 'engagements' | 'objective' | 'bound' | 'seconds' | 'wallSeconds' | 'findings',
) {
  return done.reduce((sum, each) => sum + each[of], 0);
}

function tenth(blocks: number, all: number): number {
  return Math.floor((10 * blocks) / all);
}
