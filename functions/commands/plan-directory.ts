import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditReport } from '../../core/audit/audit.ts';
import { Digest } from '../../core/model/ids.ts';
import { parse } from '../../core/model/parse.ts';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { Plan } from '../../core/model/plan.ts';
import { Policy } from '../../core/model/policy.ts';
import { repFeed } from '../../core/report/feed.ts';
import { renderReport } from '../../core/report/report.ts';
import { scorecard } from '../../core/report/scorecard.ts';
import { canonicalText } from '../../core/trace/canonical.ts';
import { bytesDigest, digest } from '../../core/trace/digest.ts';
import { InputError } from './input-error.ts';
import { type PlanSources, publishedOf } from './plan-documents.ts';
import { readContract } from './read-json.ts';

/** What a plan directory holds. JSON is canonical (RFC 8785), so a file's bytes are the bytes its digest is taken of. */
export const FILES = {
  plan: 'plan.json',
  portfolio: 'portfolio.json',
  policy: 'policy.json',
  published: 'published.json',
  audit: 'audit.json',
  scorecard: 'scorecard.json',
  report: 'report.html',
  manifest: 'digests.json',
  /** In an exported run only, as GET /v1/runs/{id}/trace gives it. */
  trace: 'trace.json',
} as const;

/** digests.json: what each file was when it was written. */
export const Manifest = z.strictObject({
  contract: z.literal('plan-directory/1'),
  files: z.array(z.strictObject({ name: z.string(), digest: Digest })),
});
export type Manifest = z.infer<typeof Manifest>;

/** Every file of the directory of a plan, by name. A pure function of its input: written twice, the bytes are the same. */
export function planFiles(sources: PlanSources, plan: Plan, audit: AuditReport): ReadonlyMap<string, string> {
  const { portfolio, policy, published } = sources;
  const documents = { portfolio, policy, plan, published };
  const card = scorecard(documents);
  const feeds = portfolio.reps.map((rep) => ({ rep, name: `feeds/${rep.id}.ics` }));
  const links = [FILES.plan, FILES.scorecard].map((name) => ({ label: name, href: name }));
  const files = new Map<string, string>([
    [FILES.plan, canonicalText(plan)],
    [FILES.portfolio, canonicalText(portfolio)],
    [FILES.policy, canonicalText(policy)],
    ...(published === null ? [] : [[FILES.published, canonicalText(published.plan)] as const]),
    [FILES.audit, canonicalText(audit)],
    [FILES.scorecard, canonicalText(card)],
    [FILES.report, renderReport({ ...documents, planDigest: digest('plan/1', plan), scorecard: card, links })],
    ...feeds.map(({ rep, name }) => [name, repFeed({ rep, plan, portfolio, tenant: 'local' })] as const),
  ]);
  const manifest: Manifest = {
    contract: 'plan-directory/1',
    files: [...files].map(([name, content]) => ({ name, digest: bytesDigest('content/1', content) })),
  };
  return files.set(FILES.manifest, canonicalText(manifest));
}

/** What a plan was made from, out of its directory. */
export function readSources(directory: string): PlanSources {
  requireDirectory(directory);
  const published = join(directory, FILES.published);
  return {
    portfolio: readContract(join(directory, FILES.portfolio), 'portfolio/1', parsePortfolio),
    policy: readContract(join(directory, FILES.policy), 'policy/1', (value) => parse(Policy, value)),
    published: existsSync(published) ? publishedOf(readPlan(published)) : null,
  };
}

export function readPlan(file: string): Plan {
  return readContract(file, 'plan/1', (value) => parse(Plan, value));
}

/** The text of a file of the directory; undefined where it is not there. */
export function textOf(directory: string, name: string): string | undefined {
  const file = join(directory, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function requireDirectory(directory: string): void {
  if (!existsSync(directory)) throw new InputError(`${directory} does not exist; check the path`);
  if (!existsSync(join(directory, FILES.plan)))
    throw new InputError(
      `${directory} holds no ${FILES.plan}: name a directory that npm run plan wrote, or an exported run`,
    );
}
