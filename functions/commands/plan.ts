import { parse } from '../../core/model/parse.ts';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { Policy } from '../../core/model/policy.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { summary } from '../../core/report/summary.ts';
import { correctScores } from '../../core/risk/correct-scores.ts';
import { reserveAccounts } from '../../core/risk/reserve-accounts.ts';
import { scorePortfolio } from '../../core/risk/score-portfolio.ts';
import { findingLines } from './audit-lines.ts';
import { EXIT, type ExitCode, runCommand } from './command.ts';
import { violationsError } from './input-error.ts';
import { FILES, planFiles, readPlan } from './plan-directory.ts';
import { auditDocuments, codeHere, makePlan, type Published, publishedOf } from './plan-documents.ts';
import { readContract } from './read-json.ts';
import { refuseForeign, writeDirectory } from './write-files.ts';

await runCommand({
  name: 'plan',
  usage: 'PORTFOLIO.json [--policy FILE] [--published FILE] [--out DIR]',
  help: `Plans who talks to whom, when, as a run of the service would: parses the portfolio, scores accounts without a
forecast, reserves the accounts of the policy's hold-out, plans, and has the plan checked by the independent auditor.
Prints a summary and writes the plan, the scored portfolio, the policy, audit, scorecard, report.html, one calendar feed
per rep and the digests of all of these. The same input gives the same bytes.

  --policy FILE     policy/1; default: every default of the contract, as a tenant without a policy of its own has
  --published FILE  plan/1 that is in force, to be disturbed as little as possible; where little changed since, planning
                    goes on from it, and is done in a tenth of the time
  --out DIR         where to write; default out/plan. A plan there is replaced, other files are left alone`,
  failure: 'the plan failed its audit; nothing was written',
  options: { policy: { type: 'string' }, published: { type: 'string' }, out: { type: 'string' } },
  positionals: [1, 1],
  run: ([file = ''], options) => planFile(file, options),
});

interface Options {
  readonly policy?: string;
  readonly published?: string;
  readonly out?: string;
}

function planFile(file: string, { policy: policyFile, published: publishedFile, out = 'out/plan' }: Options): ExitCode {
  refuseForeign(out, FILES.plan);
  const received = readContract(file, 'portfolio/1', parsePortfolio);
  const policy = policyFile === undefined ? Policy.parse({ contract: 'policy/1' }) : readPolicy(policyFile);
  const published = publishedFile === undefined ? null : publishedOf(readPlan(publishedFile));
  const portfolio = scored(file, received, policy, published);
  const sources = { portfolio, policy, published };

  const plan = makePlan(sources, codeHere());
  const audit = auditDocuments(sources, plan);
  if (!audit.ok) {
    process.stderr.write(`${['plan: the plan failed its audit', ...findingLines(audit.findings)].join('\n')}\n`);
    return EXIT.failed;
  }
  writeDirectory(out, planFiles(sources, plan, audit), FILES.plan);
  process.stdout.write(summary({ portfolio, policy, plan }));
  process.stdout.write(
    `\nAudited: ${checkCount(audit.checked)} checks passed. Written to ${out}; open ${out}/${FILES.report}\n`,
  );
  return EXIT.done;
}

/**
 * As a run scores: what the policy has learned corrects the forecasts, and its hold-out reserves accounts. A portfolio that
 * lists reserved accounts has been through this already.
 */
function scored(file: string, portfolio: Portfolio, policy: Policy, published: Published | null): Portfolio {
  const outcome = scorePortfolio(portfolio);
  if (outcome.outcome === 'not-scorable')
    throw violationsError(file, 'portfolio/1 that can be scored', outcome.violations);
  const { findings, badData } = outcome;
  if (findings.length > 0) {
    const listed = findings
      .slice(0, 5)
      .map(({ account, rule, received, remedy }) => `  ${account}  ${rule}: received ${received}; ${remedy}`);
    const share = `${(100 * badData).toFixed(1)} % of accounts`;
    process.stderr.write(
      `${[`plan: data to look at, ${share} (${findings.length} findings)`, ...listed].join('\n')}\n`,
    );
  }
  if (portfolio.heldOut !== undefined) return outcome.portfolio;
  const committed = new Set<string>((published?.plan.assignments ?? []).map(({ account }) => account));
  return reserveAccounts(correctScores(outcome, policy.learning.learned).portfolio, policy, committed);
}

function readPolicy(file: string): Policy {
  return readContract(file, 'policy/1', (value) => parse(Policy, value));
}

function checkCount(checked: readonly { readonly count: number }[]): number {
  return checked.reduce((sum, { count }) => sum + count, 0);
}
