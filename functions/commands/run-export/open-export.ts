import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Digest } from '../../../core/model/ids.ts';
import { parse } from '../../../core/model/parse.ts';
import { Promotion } from '../../../core/model/promotion.ts';
import { Run } from '../../../core/model/run.ts';
import { TraceEntry } from '../../../core/model/trace.ts';
import { bytesDigest } from '../../../core/trace/digest.ts';
import { readContract, readJson } from '../read-json.ts';
import type { Document } from './documents.ts';
import {
  ExportedAnchors,
  ExportedTrace,
  PROMOTION_FILES,
  PromotionManifest,
  PromotionTrace,
  RUN_FILES,
  RunManifest,
} from './layout.ts';

/** A file that is not what its digest says. */
export interface FileFault {
  readonly file: string;
  readonly expected: Digest;
  readonly actual: string;
}

/** What an export of either kind holds beside its record. */
export interface OpenedChain {
  /** Entries up to the first that is none. */
  readonly entries: readonly TraceEntry[];
  /** Evidence that is as its digest says; nothing else is ever looked into. */
  readonly documents: ReadonlyMap<Digest, Document>;
  readonly faults: readonly FileFault[];
  readonly anchors: ExportedAnchors | undefined;
}

export interface OpenedExport extends OpenedChain {
  readonly manifest: RunManifest;
  readonly run: Run;
  readonly trace: ExportedTrace;
}

export interface OpenedPromotion extends OpenedChain {
  readonly manifest: PromotionManifest;
  readonly promotion: Promotion;
  readonly trace: PromotionTrace;
}

export function isExport(directory: string): boolean {
  return existsSync(join(directory, RUN_FILES.manifest));
}

/** Whether an export is one of a promotion. @throws InputError where its list is none */
export function isPromotion(directory: string): boolean {
  const named = z.looseObject({ contract: z.string() }).safeParse(readJson(join(directory, RUN_FILES.manifest)));
  return named.success && named.data.contract === PromotionManifest.shape.contract.value;
}

/** @throws InputError where a file is not what its contract says; faults of evidence are values. */
export function openExport(directory: string): OpenedExport {
  const at = (file: string) => join(directory, file);
  const manifest = readContract(at(RUN_FILES.manifest), 'run-export/1', (value) => parse(RunManifest, value));
  const run = readContract(at(RUN_FILES.run), 'run/1', (value) => parse(Run, value));
  const trace = readContract(at(RUN_FILES.trace), 'trace', (value) => parse(ExportedTrace, value));
  return { manifest, run, trace, ...chainOf(directory, trace.entries, manifest.evidence) };
}

/** The same of a promotion. */
export function openPromotion(directory: string): OpenedPromotion {
  const at = (file: string) => join(directory, file);
  const manifest = readContract(at(RUN_FILES.manifest), 'promotion-export/1', (value) =>
    parse(PromotionManifest, value),
  );
  const promotion = readContract(at(PROMOTION_FILES.run), 'promotion/1', (value) => parse(Promotion, value));
  const trace = readContract(at(PROMOTION_FILES.trace), 'trace', (value) => parse(PromotionTrace, value));
  return { manifest, promotion, trace, ...chainOf(directory, trace.entries, manifest.evidence) };
}

function chainOf(directory: string, entries: readonly unknown[], evidence: RunManifest['evidence']): OpenedChain {
  const at = (file: string) => join(directory, file);
  const anchors = existsSync(at(RUN_FILES.anchors))
    ? readContract(at(RUN_FILES.anchors), 'anchors', (value) => parse(ExportedAnchors, value))
    : undefined;
  const documents = new Map<Digest, Document>();
  const faults: FileFault[] = [];
  for (const { digest, domain, file } of evidence) {
    const bytes = inside(file) && existsSync(at(file)) ? readFileSync(at(file)) : undefined;
    const actual = bytes === undefined ? 'no such file' : bytesDigest(domain, bytes);
    if (bytes !== undefined && actual === digest) documents.set(digest, { domain, text: bytes.toString('utf8') });
    else faults.push({ file, expected: digest, actual });
  }
  return { entries: soundEntries(entries), documents, faults, anchors };
}

/** An export comes from somebody else: it is not made to read files beside itself. */
function inside(file: string): boolean {
  return /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(file);
}

function soundEntries(raw: readonly unknown[]): TraceEntry[] {
  const entries: TraceEntry[] = [];
  for (const each of raw) {
    const parsed = TraceEntry.safeParse(each);
    if (!parsed.success) break;
    entries.push(parsed.data);
  }
  return entries;
}
