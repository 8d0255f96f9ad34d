import { z } from 'zod';
import { auditPlan } from '../../../core/audit/audit.ts';
import { Digest } from '../../../core/model/ids.ts';
import { Plan } from '../../../core/model/plan.ts';
import { Policy } from '../../../core/model/policy.ts';
import { Portfolio } from '../../../core/model/portfolio.ts';
import type { Run } from '../../../core/model/run.ts';
import { verifyChain } from '../../../core/trace/verify.ts';
import { anchorFault } from '../../../core/trace/verify-anchors.ts';
import { auditLine, findingLines } from '../audit-lines.ts';
import type { Check } from '../check.ts';
import { publishedOf } from '../plan-documents.ts';
import { decisionFaults } from './decision-faults.ts';
import { documentOf } from './documents.ts';
import { evidenceFaults } from './evidence-faults.ts';
import { RUN_FILES } from './layout.ts';
import type { OpenedExport } from './open-export.ts';
import { lastEntry } from './steps.ts';

/** Everything that can be checked of an exported run without a network. */
export function verifyExport(opened: OpenedExport, knownAnchor?: Digest): Check[] {
  return [
    chainCheck(opened),
    evidenceCheck(opened),
    decisionCheck(opened),
    ...planCheck(opened),
    anchorCheck(opened, knownAnchor),
  ];
}

/** Unbroken, of this run, and ending where the run's own record says. */
function chainCheck({ trace, run, entries, manifest }: OpenedExport): Check {
  const listed = { tenant: manifest.tenant, id: manifest.run };
  return chainOf(RUN_FILES.run, { record: run, listed, trace, entries });
}

/** The same of any export. @param file of its record */
export function chainOf(
  file: string,
  { record, listed, trace, entries }: ChainQuestion & Pick<OpenedExport, 'entries'>,
): Check {
  const head = record.traceHead ?? null;
  const verdict = verifyChain(trace.entries, head);
  const wrong: string[] = [];
  if (!verdict.ok) {
    const { at, rule, expected, actual, remedy } = verdict;
    wrong.push(`  entry ${at}  ${rule}: expected ${expected}, actual ${actual}; ${remedy}`);
  }
  const says = (what: string, expected: string | number | null, actual: string | number | null) => {
    if (expected !== actual) wrong.push(`  ${what}: expected ${expected}, actual ${actual}`);
  };
  says('trace.json head', head, trace.head);
  says(`${file} traceEntries`, trace.entries.length, record.traceEntries ?? trace.entries.length);
  says(`${RUN_FILES.manifest} names`, `${record.tenant}/${record.id}`, `${listed.tenant}/${listed.id}`);
  const [first] = entries;
  if (first !== undefined) says(file, `${first.tenant}/${first.run}`, `${record.tenant}/${record.id}`);
  return { name: 'chain', passed: `${trace.entries.length} entries, head ${head}`, wrong };
}

interface ChainQuestion {
  readonly record: Pick<Run, 'tenant' | 'id'> & Partial<Pick<Run, 'traceHead' | 'traceEntries'>>;
  readonly listed: Pick<Run, 'tenant' | 'id'>;
  readonly trace: { readonly head: Digest | null; readonly entries: readonly unknown[] };
}

function evidenceCheck(opened: OpenedExport): Check {
  const passed = `${opened.documents.size} documents, each under its digest, and none missing`;
  return { name: 'evidence', passed, wrong: evidenceFaults(opened) };
}

function decisionCheck(opened: OpenedExport): Check {
  const { taken, wrong } = decisionFaults(opened);
  const reasons = opened.manifest.decisions.filter(({ reason }) => reason === 'erased').length;
  const erased = reasons === 0 ? '' : `, ${reasons} with an erased reason`;
  return { name: 'decisions', passed: `${taken} taken${erased}, each on the plan it names`, wrong };
}

const Audited = z.object({ scored: Digest, policy: Digest, published: Digest.nullable(), plan: Digest });
const Verdict = z.object({ verdict: z.enum(['passed', 'failed']) });

/** Audits the plan again, on the documents the run audited it on. A run that made none has nothing to check here. */
function planCheck({ entries, documents }: OpenedExport): Check[] {
  const entry = lastEntry(entries, 'audit');
  if (entry === undefined) return [];
  const input = documentOf(documents, 'step/1', entry.input, Audited);
  const verdict = documentOf(documents, 'step/1', entry.output, Verdict)?.verdict;
  const plan = documentOf(documents, 'plan/1', input?.plan, Plan);
  const portfolio = documentOf(documents, 'portfolio/1', input?.scored, Portfolio);
  const policy = documentOf(documents, 'policy/1', input?.policy, Policy);
  const before = documentOf(documents, 'plan/1', input?.published ?? undefined, Plan);
  const complete = before !== undefined || input?.published === null;
  if (!input || !plan || !portfolio || !policy || !complete)
    return [{ name: 'plan', passed: '', wrong: ['  what it was made from is missing or changed; see evidence'] }];
  const published = before === undefined ? null : publishedOf(before);
  const digests = { portfolio: input.scored, policy: input.policy, published: input.published };
  const audit = auditPlan({ portfolio, policy, published, plan, digests });
  const passed = auditLine(audit, portfolio.currency);
  if (audit.ok === (verdict === 'passed'))
    return [{ name: 'plan', passed: audit.ok ? passed : 'fails its audit, as the run found', wrong: [] }];
  return [{ name: 'plan', passed, wrong: [`  audit: recorded ${verdict}`, ...findingLines(audit.findings)] }];
}

export function anchorCheck(
  { anchors, entries }: Pick<OpenedExport, 'anchors' | 'entries'>,
  known: Digest | undefined,
): Check {
  if (anchors === undefined) {
    const wrong =
      known === undefined ? [] : [`  anchors.json: expected the known anchor ${known}, actual no such file`];
    return { name: 'anchor', passed: 'not anchored when it was exported; export it again when its day is over', wrong };
  }
  const fault = anchorFault({ ...anchors, entries, ...(known === undefined ? {} : { known }) });
  const newest = anchors.anchors.at(-1);
  const passed = `${newest?.day} ${newest?.hash}; compare it with the log of the anchors`;
  const wrong = fault === undefined ? [] : [`  ${fault.where}: expected ${fault.expected}, actual ${fault.actual}`];
  return { name: 'anchor', passed, wrong };
}
