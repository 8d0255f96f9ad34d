import { EXIT, type ExitCode, runCommand } from './command.ts';
import { InputError } from './input-error.ts';
import { apiClient } from './run-export/api-client.ts';
import { collect } from './run-export/collect.ts';
import { RUN_FILES } from './run-export/layout.ts';
import { runFiles } from './run-export/run-files.ts';
import { refuseForeign, writeDirectory } from './write-files.ts';

await runCommand({
  name: 'export',
  usage: '--url URL --run RUN [--out DIR]',
  help: `Fetches a run with everything its trace refers to, over the API, into a directory that verify and replay check
without a network: the run, its trace, plan, portfolio, policy, audit, flags, gate brief, decisions, report, the answer of
every step, and the anchors over it once its day is anchored. The token (scope runs:read) is taken from the environment
variable API_TOKEN, where no list of processes shows it. Reasons people gave come along sealed, or are said to be erased.

  --url URL   base URL of the API
  --run RUN   the run
  --out DIR   where to write; default out/RUN. An export there is replaced, other directories are left alone`,
  failure: 'evidence is missing; what there is was written',
  options: { url: { type: 'string' }, run: { type: 'string' }, out: { type: 'string' } },
  positionals: [0, 0],
  run: (_, options) => exportRun(options),
});

interface Options {
  readonly url?: string;
  readonly run?: string;
  readonly out?: string;
}

async function exportRun({ url, run: id, out = `out/${id ?? ''}` }: Options): Promise<ExitCode> {
  if (url === undefined || id === undefined) throw new InputError('--url and --run are needed', { usage: true });
  const token = process.env['API_TOKEN'];
  if (token === undefined || token === '')
    throw new InputError('API_TOKEN is not set; put a token with the scope runs:read there');
  refuseForeign(out, RUN_FILES.manifest);
  const api = apiClient(url, token, id);
  const { run, trace } = await api.runAndTrace();
  const { documents, missing } = await collect(trace.entries, api.evidence);
  const [decisions, anchors] = await Promise.all([api.decisions(), api.anchors()]);
  writeDirectory(out, runFiles({ run, trace, documents, decisions, anchors }), RUN_FILES.manifest);
  for (const digest of missing) process.stderr.write(`export: ${digest} is referred to, and the API has it not\n`);
  const anchored = anchors === undefined ? 'not anchored yet' : 'with its anchors';
  process.stdout.write(
    `${trace.entries.length} entries and ${documents.size} documents of ${run.id} (${run.status}, ${anchored}) in ${out}\n` +
      `Check them: npm run verify -- ${out} and npm run replay -- ${out}\n`,
  );
  return missing.length === 0 ? EXIT.done : EXIT.failed;
}
