import { join } from 'node:path';
import { z } from 'zod';
import { Digest } from '../../core/model/ids.ts';
import { parse } from '../../core/model/parse.ts';
import { bytesDigest } from '../../core/trace/digest.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import { auditLine, findingLines } from './audit-lines.ts';
import { type Check, checkLine } from './check.ts';
import { EXIT, type ExitCode, runCommand } from './command.ts';
import { InputError } from './input-error.ts';
import { FILES, Manifest, readSources, textOf } from './plan-directory.ts';
import { auditDocuments } from './plan-documents.ts';
import { readContract, readJson } from './read-json.ts';
import { isExport, isPromotion, openExport, openPromotion } from './run-export/open-export.ts';
import { verifyExport } from './run-export/verify-export.ts';
import { verifyPromotion } from './run-export/verify-promotion.ts';

/** As GET /v1/runs/{id}/trace answers; what it says beside the chain is not checked here. */
const Trace = z.object({ head: Digest.nullable().optional(), entries: z.array(z.unknown()) });

await runCommand({
  name: 'verify',
  usage: 'DIR [--anchor HASH]',
  help: `Checks a plan that npm run plan wrote, or an exported run or promotion, with nothing but its files:

  files      every file is as it was written (digests.json, where it is there)
  plan       every invariant, the objective and the bound, recomputed by a checker that shares no code with the planner;
             the plan names this portfolio, this policy and this published plan
  chain      the trace is unbroken and ends at the head the run names (trace.json, where it is there)

Of a run that npm run export wrote (export.json is there) also:

  evidence   everything the trace refers to is there and is what its digest says
  decisions  each was taken by somebody who might, on the plan that was asked about; each commit had the approvals it needed
  anchor     the chain is the one that was anchored at the end of its day

Of a promotion that was exported: chain, evidence, decisions (on the proposal; nothing was spread without them) and anchor, and

  suites     every suite judged again from its recorded worlds: the same verdict and proposal, to the digest

  --anchor HASH  an anchor known from elsewhere (its log, an older export) must be among those of the export

The first thing wrong in each is named with what was expected and what is there.`,
  failure: 'something is not as it should be',
  options: { anchor: { type: 'string' } },
  positionals: [1, 1],
  run: ([directory = ''], { anchor }) => verifyDirectory(directory, anchor),
});

function verifyDirectory(directory: string, anchor: string | undefined): ExitCode {
  const known = Digest.optional().safeParse(anchor);
  if (!known.success) throw new InputError('--anchor takes sha256: and 64 hexadecimal digits', { usage: true });
  const checks = isExport(directory)
    ? isPromotion(directory)
      ? verifyPromotion(openPromotion(directory), known.data)
      : verifyExport(openExport(directory), known.data)
    : [...filesCheck(directory), planCheck(directory), ...chainCheck(directory)];
  for (const check of checks) process.stdout.write(`${checkLine(check)}\n`);
  return checks.every(({ wrong }) => wrong.length === 0) ? EXIT.done : EXIT.failed;
}

function filesCheck(directory: string): Check[] {
  if (textOf(directory, FILES.manifest) === undefined) return [];
  const { files } = readContract(join(directory, FILES.manifest), 'plan-directory/1', (value) =>
    parse(Manifest, value),
  );
  const wrong = files.flatMap(({ name, digest: expected }) => {
    const content = textOf(directory, name);
    const actual = content === undefined ? 'no such file' : bytesDigest('content/1', content);
    return actual === expected ? [] : [`  ${name}: expected ${expected}, actual ${actual}`];
  });
  return [{ name: 'files', passed: `${files.length} files as they were written`, wrong }];
}

function planCheck(directory: string): Check {
  const sources = readSources(directory);
  const audit = auditDocuments(sources, readJson(join(directory, FILES.plan)));
  const passed = auditLine(audit, sources.portfolio.currency);
  return { name: 'plan', passed, wrong: findingLines(audit.findings) };
}

function chainCheck(directory: string): Check[] {
  if (textOf(directory, FILES.trace) === undefined) return [];
  const { entries, head } = readContract(join(directory, FILES.trace), 'trace', (value) => parse(Trace, value));
  const verdict = verifyChain(entries, head);
  if (verdict.ok) return [{ name: 'chain', passed: `${verdict.entries} entries, head ${verdict.head}`, wrong: [] }];
  const { at, rule, expected, actual, remedy } = verdict;
  const wrong = [`  entry ${at}  ${rule}: expected ${expected}, actual ${actual}; ${remedy}`];
  return [{ name: 'chain', passed: '', wrong }];
}
