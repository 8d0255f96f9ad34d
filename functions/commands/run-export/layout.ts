import { z } from 'zod';
import { Anchor, AnchorHeads } from '../../../core/model/anchor.ts';
import { Digest, RunId, TenantId } from '../../../core/model/ids.ts';
import { DOMAINS, type Domain } from '../../../core/trace/domains.ts';
import { FILES } from '../plan-directory.ts';

/** Files of an exported run beside its evidence. A run that got to a plan also has the files of a plan directory. */
export const RUN_FILES = {
  /** What there is: every piece of evidence with its digest, domain and file. Its presence makes a directory an export. */
  manifest: 'export.json',
  run: 'run.json',
  trace: FILES.trace,
  anchors: 'anchors.json',
} as const;

/** export.json */
export const RunManifest = z.strictObject({
  contract: z.literal('run-export/1'),
  tenant: TenantId,
  run: RunId,
  evidence: z.array(z.strictObject({ digest: Digest, domain: z.enum(DOMAINS), file: z.string() })),
  /** What could be read of each reason when the run was exported; the text itself stays where its key is. */
  decisions: z.array(z.strictObject({ document: Digest, reason: z.enum(['none', 'kept', 'erased', 'foreign']) })),
});
export type RunManifest = z.infer<typeof RunManifest>;

/** Files of an exported promotion beside its evidence. */
export const PROMOTION_FILES = { ...RUN_FILES, run: 'promotion.json' } as const;

/** export.json of a promotion. */
export const PromotionManifest = RunManifest.omit({ contract: true, run: true }).extend({
  contract: z.literal('promotion-export/1'),
  promotion: RunId,
});
export type PromotionManifest = z.infer<typeof PromotionManifest>;

/** trace.json of a promotion: its chain as GET /v1/promotions/{id} answers, and the head its record names. */
export const PromotionTrace = z.object({ head: Digest.nullable(), entries: z.array(z.unknown()) });
export type PromotionTrace = z.infer<typeof PromotionTrace>;

/** trace.json, as GET /v1/runs/{id}/trace answers; entries are checked one by one, so that the first bad one has a name. */
export const ExportedTrace = z.object({
  head: Digest.nullable(),
  entries: z.array(z.unknown()),
  writtenAt: z.array(z.string()),
});
export type ExportedTrace = z.infer<typeof ExportedTrace>;

/** anchors.json, as GET /v1/runs/{id}/anchor answers. */
export const ExportedAnchors = z.object({ anchors: z.array(Anchor), heads: AnchorHeads });
export type ExportedAnchors = z.infer<typeof ExportedAnchors>;

const ENDINGS: Partial<Record<Domain, string>> = { 'page/1': 'html', 'report/1': 'html', 'feed/1': 'ics' };

/** Where evidence without a name of its own lies: by kind and the start of its digest. */
export function evidenceFile(domain: Domain, digest: Digest): string {
  const kind = domain.slice(0, domain.indexOf('/'));
  return `evidence/${kind}-${digest.slice('sha256:'.length, 'sha256:'.length + 16)}.${ENDINGS[domain] ?? 'json'}`;
}
