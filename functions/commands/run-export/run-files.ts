import { z } from 'zod';
import { Digest } from '../../../core/model/ids.ts';
import { Plan } from '../../../core/model/plan.ts';
import type { Run } from '../../../core/model/run.ts';
import type { TraceEntry } from '../../../core/model/trace.ts';
import { canonicalText } from '../../../core/trace/canonical.ts';
import { FILES } from '../plan-directory.ts';
import { type Documents, documentOf } from './documents.ts';
import { type ExportedAnchors, evidenceFile, RUN_FILES, type RunManifest } from './layout.ts';
import { lastEntry } from './steps.ts';

export interface RunExport {
  readonly run: Run;
  /** As the API gave it. */
  readonly trace: { readonly entries: readonly TraceEntry[] };
  readonly documents: Documents;
  readonly decisions: RunManifest['decisions'];
  readonly anchors: ExportedAnchors | undefined;
}

/** Every file of an exported run, by name. Evidence is written as the bytes its digest is taken of. */
export function runFiles({ run, trace, documents, decisions, anchors }: RunExport): ReadonlyMap<string, string> {
  const names = namesOf(run, trace.entries, documents);
  const evidence = [...documents].map(([digest, { domain, text }]) => ({
    digest,
    domain,
    file: names.get(digest) ?? evidenceFile(domain, digest),
    text,
  }));
  const manifest: RunManifest = {
    contract: 'run-export/1',
    tenant: run.tenant,
    run: run.id,
    evidence: evidence
      .map(({ digest, domain, file }) => ({ digest, domain, file }))
      .sort((a, b) => (a.file < b.file ? -1 : 1)),
    decisions,
  };
  return new Map([
    [RUN_FILES.manifest, canonicalText(manifest)],
    [RUN_FILES.run, canonicalText(run)],
    [RUN_FILES.trace, canonicalText(trace)],
    ...(anchors === undefined ? [] : [[RUN_FILES.anchors, canonicalText(anchors)] as const]),
    ...evidence.map(({ file, text }) => [file, text] as const),
  ]);
}

const Answers = z.object({ audit: Digest.optional(), brief: Digest.optional() });

/** Files with a name of their own: the plan with what it was made from, and what the run made of it. */
function namesOf(run: Run, entries: readonly TraceEntry[], documents: Documents): ReadonlyMap<Digest, string> {
  const answer = (step: string) => documentOf(documents, 'step/1', lastEntry(entries, step)?.output, Answers) ?? {};
  const plan = documentOf(documents, 'plan/1', run.planDigest, Plan);
  const flags = entries.find((entry) => entry.flags !== null)?.flags;
  const named: readonly (readonly [Digest | null | undefined, string])[] = [
    [flags, 'flags.json'],
    [run.portfolioDigest, 'received-portfolio.json'],
    [plan?.portfolio, FILES.portfolio],
    [run.policyDigest, FILES.policy],
    [plan?.policy, FILES.policy],
    [plan?.published, FILES.published],
    [run.planDigest, FILES.plan],
    [answer('audit').audit, FILES.audit],
    [answer('route').brief, 'gate-brief.json'],
    [run.scorecardDigest, FILES.scorecard],
    [run.reportDigest, FILES.report],
    [run.followUpsDigest, 'follow-ups.json'],
    [run.incidentDigest, 'incident.json'],
    ...decisionFiles(entries),
  ];
  const names = new Map<Digest, string>();
  for (const [digest, file] of named) {
    // A name is given once; what is named later is what the name is for.
    for (const [other, name] of names) if (name === file) names.delete(other);
    if (digest !== null && digest !== undefined) names.set(digest, file);
  }
  return names;
}

export function decisionFiles(entries: readonly TraceEntry[]): (readonly [Digest, string])[] {
  return entries.flatMap(({ step, input }) => {
    const [attempt, name, approver = ''] = step.split('/');
    const file = `decisions/${attempt}-${approver.replace(/[^A-Za-z0-9._-]/g, '_')}.json`;
    return name === 'decision' ? [[input, file] as const] : [];
  });
}
