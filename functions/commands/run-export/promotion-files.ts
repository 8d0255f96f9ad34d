import type { Digest } from '../../../core/model/ids.ts';
import type { Promotion } from '../../../core/model/promotion.ts';
import type { TraceEntry } from '../../../core/model/trace.ts';
import { canonicalText } from '../../../core/trace/canonical.ts';
import type { Documents } from './documents.ts';
import { type ExportedAnchors, evidenceFile, PROMOTION_FILES, type PromotionManifest } from './layout.ts';
import { decisionFiles } from './run-files.ts';

export interface PromotionExport {
  readonly promotion: Promotion;
  readonly trace: { readonly head: Digest | null; readonly entries: readonly TraceEntry[] };
  readonly documents: Documents;
  readonly decisions: PromotionManifest['decisions'];
  readonly anchors: ExportedAnchors | undefined;
}

/** Every file of an exported promotion, by name. Evidence is written as the bytes its digest is taken of. */
export function promotionFiles({ promotion, trace, documents, decisions, anchors }: PromotionExport) {
  const named: readonly (readonly [Digest | undefined, string])[] = [
    [promotion.proposal, 'proposal.json'],
    [promotion.evidence, 'baseline-evidence.json'],
    ...promotion.suites.map(
      ({ part, suite, result }) => [result, `suites/${part === '*' ? 'default' : part}-${suite}.json`] as const,
    ),
    ...decisionFiles(trace.entries),
  ];
  const names = new Map(named.flatMap(([digest, file]) => (digest === undefined ? [] : [[digest, file]])));
  const evidence = [...documents].map(([digest, { domain, text }]) => ({
    digest,
    domain,
    file: names.get(digest) ?? evidenceFile(domain, digest),
    text,
  }));
  const manifest: PromotionManifest = {
    ...{ contract: 'promotion-export/1', tenant: promotion.tenant, promotion: promotion.id, decisions },
    evidence: evidence
      .map(({ digest, domain, file }) => ({ digest, domain, file }))
      .sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
  return new Map<string, string>([
    [PROMOTION_FILES.manifest, canonicalText(manifest)],
    [PROMOTION_FILES.run, canonicalText(promotion)],
    [PROMOTION_FILES.trace, canonicalText(trace)],
    ...(anchors === undefined ? [] : [[PROMOTION_FILES.anchors, canonicalText(anchors)] as const]),
    ...evidence.map(({ file, text }) => [file, text] as const),
  ]);
}
