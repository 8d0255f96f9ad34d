import type { Digest } from '../../core/model/ids.ts';
import type { TraceEntry } from '../../core/model/trace.ts';
import { EXIT, type ExitCode, runCommand } from './command.ts';
import { InputError } from './input-error.ts';
import { apiClient } from './run-export/api-client.ts';
import { collect } from './run-export/collect.ts';
import { RUN_FILES } from './run-export/layout.ts';
import { promotionFiles } from './run-export/promotion-files.ts';
import { runFiles } from './run-export/run-files.ts';
import { refuseForeign, writeDirectory } from './write-files.ts';

await runCommand({
  name: 'export',
  usage: '--url URL (--run RUN | --promotion ID) [--out DIR]',
  help: `Fetches a run with everything its trace refers to, over the API, into a directory that verify and replay check
without a network: the run, its trace, plan, portfolio, policy, audit, flags, gate brief, decisions, report, the answer of
every step, and the anchors over it once its day is anchored. Of a promotion: its record and trace, both policies, every world
and dry run, the suites' results, the proposal, decisions, and what it became stable by. The token (scope runs:read, of a
promotion policies:read) is taken from the environment variable API_TOKEN, where no list of processes shows it. Reasons people
gave come along sealed, or are said to be erased.

  --url URL        base URL of the API
  --run RUN        the run
  --promotion ID   the promotion
  --out DIR        where to write; default out/RUN or out/ID. An export there is replaced, other directories are left alone`,
  failure: 'evidence is missing; what there is was written',
  options: {
    url: { type: 'string' },
    run: { type: 'string' },
    promotion: { type: 'string' },
    out: { type: 'string' },
  },
  positionals: [0, 0],
  run: (_, options) => exported(options),
});

interface Options {
  readonly url?: string;
  readonly run?: string;
  readonly promotion?: string;
  readonly out?: string;
}

async function exported({ url, run, promotion, out = `out/${run ?? promotion ?? ''}` }: Options): Promise<ExitCode> {
  const id = run ?? promotion;
  if (url === undefined || id === undefined || (run !== undefined && promotion !== undefined))
    throw new InputError('--url and one of --run and --promotion are needed', { usage: true });
  const kind = promotion === undefined ? ('run' as const) : ('promotion' as const);
  const token = process.env['API_TOKEN'];
  if (token === undefined || token === '') {
    const scope = kind === 'run' ? 'runs:read' : 'policies:read';
    throw new InputError(`API_TOKEN is not set; put a token with the scope ${scope} there`);
  }
  refuseForeign(out, RUN_FILES.manifest);
  const api = apiClient(url, token, { kind, id });
  return kind === 'run' ? exportRun(api, out) : exportPromotion(api, out);
}

type Api = ReturnType<typeof apiClient>;

async function exportRun(api: Api, out: string): Promise<ExitCode> {
  const { run, trace } = await api.runAndTrace();
  const { documents, missing, ...beside } = await everything(api, trace.entries);
  writeDirectory(out, runFiles({ run, trace, documents, ...beside }), RUN_FILES.manifest);
  const what = `${trace.entries.length} entries and ${documents.size} documents of ${run.id} (${run.status}, ${anchored(beside)})`;
  return said(missing, `${what} in ${out}\nCheck them: npm run verify -- ${out} and npm run replay -- ${out}\n`);
}

async function exportPromotion(api: Api, out: string): Promise<ExitCode> {
  const { promotion, trace } = await api.promotionAndTrace();
  const { documents, missing, ...beside } = await everything(api, trace.entries);
  writeDirectory(out, promotionFiles({ promotion, trace, documents, ...beside }), RUN_FILES.manifest);
  const { id, status } = promotion;
  const what = `${trace.entries.length} entries and ${documents.size} documents of ${id} (${status}, ${anchored(beside)})`;
  return said(missing, `${what} in ${out}\nCheck them: npm run verify -- ${out}\n`);
}

async function everything(api: Api, entries: readonly TraceEntry[]) {
  const { documents, missing } = await collect(entries, api.evidence);
  const [decisions, anchors] = await Promise.all([api.decisions(), api.anchors()]);
  return { documents, missing, decisions, anchors };
}

function anchored({ anchors }: { readonly anchors: unknown }): string {
  return anchors === undefined ? 'not anchored yet' : 'with its anchors';
}

function said(missing: readonly Digest[], summary: string): ExitCode {
  for (const digest of missing) process.stderr.write(`export: ${digest} is referred to, and the API has it not\n`);
  process.stdout.write(summary);
  return missing.length === 0 ? EXIT.done : EXIT.failed;
}
