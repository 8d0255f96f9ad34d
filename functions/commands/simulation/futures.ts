import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parsePortfolio } from '../../../core/model/parse-portfolio.ts';
import type { Plan } from '../../../core/model/plan.ts';
import { Policy } from '../../../core/model/policy.ts';
import { quantile } from '../../../core/numeric/quantile.ts';
import { accountRisks } from '../../../core/report/account-risk.ts';
import { money, percent } from '../../../core/report/amount.ts';
import { planView } from '../../../core/report/plan-view.ts';
import { scorePortfolio } from '../../../core/risk/score-portfolio.ts';
import { conditionalValueAtRisk, simulateLosses } from '../../../core/risk/tail.ts';
import { EXIT, type ExitCode } from '../command.ts';
import { violationsError } from '../input-error.ts';
import { FILES, readPlan, readSources } from '../plan-directory.ts';
import { codeHere, makePlan, type PlanSources } from '../plan-documents.ts';
import { readContract } from '../read-json.ts';

/** Futures per seed. */
export const FUTURES = 1_000;

/**
 * Plays many futures of one portfolio, each once without a plan and once with it, and prints what differs.
 * @param source directory of a plan, or a portfolio, which is planned first under the default policy
 */
export function playFutures(source: string, seeds: number): ExitCode {
  const { sources, plan } = statSync(source).isDirectory() ? directory(source) : planned(source);
  const risks = accountRisks(planView({ ...sources, plan }));
  const ids = risks.map(({ account }) => account.id);
  const stakes = risks.map(({ account }) => account.stake);
  const futures = (losses: readonly number[]) =>
    Array.from({ length: seeds }, (_, seed) => simulateLosses({ ids, stakes, losses }, seed + 1, FUTURES));
  const without = futures(risks.map(({ lossWithout }) => lossWithout));
  const withPlan = futures(risks.map(({ lossWith }) => lossWith));
  const { alpha } = plan.risk;
  const tail = `CVaR ${percent(alpha)}`;
  const rows = measures(alpha, tail).map(
    ([name, measure]) => [name, measure(pooled(without)), measure(pooled(withPlan))] as const,
  );
  const saved = without.map(
    (each, seed) => conditionalValueAtRisk(each, alpha) - conditionalValueAtRisk(withPlan[seed] ?? each, alpha),
  );
  const amount = (minor: number) => money(Math.round(minor), sources.portfolio.currency).replaceAll('\u00a0', ' ');
  process.stdout.write(
    [
      `${seeds * FUTURES} futures of ${ids.length} accounts, ${plan.assignments.length} meetings planned`,
      row('', 'without a plan', 'with the plan', 'less by'),
      ...rows.map(([name, before, after]) => row(name, amount(before), amount(after), amount(before - after))),
      seeds > 1
        ? `The plan lowers the ${tail} by ${amount(mean(saved))}, give or take ${amount(standardError(saved))} (standard error over ${seeds} seeds).`
        : 'One seed tells nothing about the error of these figures; more do, such as --seeds 10.',
      '',
    ].join('\n'),
  );
  return EXIT.done;
}

function directory(path: string): { sources: PlanSources; plan: Plan } {
  return { sources: readSources(path), plan: readPlan(join(path, FILES.plan)) };
}

function planned(file: string): { sources: PlanSources; plan: Plan } {
  const outcome = scorePortfolio(readContract(file, 'portfolio/1', parsePortfolio));
  if (outcome.outcome === 'not-scorable')
    throw violationsError(file, 'portfolio/1 that can be scored', outcome.violations);
  const sources = { portfolio: outcome.portfolio, policy: Policy.parse({ contract: 'policy/1' }), published: null };
  return { sources, plan: makePlan(sources, codeHere()) };
}

type Measure = (sorted: Float64Array) => number;

function measures(alpha: number, tail: string): readonly (readonly [string, Measure])[] {
  return [
    ['mean', mean],
    ['median', (sorted) => quantile(sorted, 0.5)],
    ['90% quantile', (sorted) => quantile(sorted, 0.9)],
    ['95% quantile', (sorted) => quantile(sorted, 0.95)],
    ['99% quantile', (sorted) => quantile(sorted, 0.99)],
    [tail, (sorted) => conditionalValueAtRisk(sorted, alpha)],
    ['worst', (sorted) => sorted.at(-1) ?? 0],
  ];
}

function pooled(sets: readonly Float64Array[]): Float64Array {
  return Float64Array.from(sets.flatMap((set) => [...set])).sort();
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function standardError(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

function row(name: string, ...cells: readonly string[]): string {
  return `  ${name.padEnd(14)}${cells.map((cell) => cell.padStart(22)).join('')}`;
}
