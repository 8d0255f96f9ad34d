import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Digest, type RunId } from '../../core/model/ids.ts';
import { TraceEntry } from '../../core/model/trace.ts';
import { canonicalText } from '../../core/trace/canonical.ts';
import { appendEntry } from '../../core/trace/chain.ts';
import { digest } from '../../core/trace/digest.ts';
import { evidenceFaults } from '../../functions/commands/run-export/evidence-faults.ts';
import { ExportedAnchors, ExportedTrace, RunManifest } from '../../functions/commands/run-export/layout.ts';
import { openExport } from '../../functions/commands/run-export/open-export.ts';
import { verifyExport } from '../../functions/commands/run-export/verify-export.ts';
import { call } from '../support/api-call.ts';
import { apiServer } from '../support/api-server.ts';
import { decidedRun, REASON } from '../support/exported-run.ts';
import { openWorld } from '../support/world.ts';
import { changedExport, edit, wrongIn } from './changed-export.ts';
import { run as command, emptyFolder, filesOf } from './run-command.ts';

// Checks between two calls may take so long that the server gives an idle connection up: then it is made again.
const world = await openWorld({ AWS_MAX_ATTEMPTS: '3' });
const [{ handler: readRuns }, { handler: readEvidence }, { handler: eraseSubject }, { handler: anchor }] =
  await Promise.all([
    import('../../functions/read-runs/index.ts'),
    import('../../functions/read-evidence/index.ts'),
    import('../../functions/erase-subject/index.ts'),
    import('../../functions/anchor/index.ts'),
  ]);
// Steps log: what they log to is made when they are imported, and the world says how loud.
const { replayExport } = await import('../../functions/commands/run-export/replay-export.ts');
const server = await apiServer({ 'read-runs': readRuns, 'read-evidence': readEvidence });
afterAll(async () => {
  await server.close();
  await world.close();
});

const folder = emptyFolder();
const sound = join(folder, 'sound');
const early = join(folder, 'early');
const as = { tenant: 'acme' };
let run: RunId;
const exported = (out: string) => command('export', '--url', server.url, '--run', run, '--out', out);

beforeAll(async () => {
  process.env['API_TOKEN'] = 'acme';
  ({ id: run } = await decidedRun(world));
  await exported(early);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 });
  await anchor();
  vi.useRealTimers();
  await exported(sound);
}, 120_000);

/** What is wrong with a directory, check by check; empty: nothing. */
const wrong = (directory: string, known?: Digest) => wrongIn(verifyExport(openExport(directory), known));
const copy = changedExport(sound);
function edited<T>(file: string, contract: z.ZodType<T>, change: (value: T) => unknown) {
  return copy((at) => edit(at(file), contract, change));
}
const Loose = z.record(z.string(), z.unknown());
const Entries = ExportedTrace.extend({ entries: z.array(TraceEntry) });
const entries = () => Entries.parse(JSON.parse(readFileSync(join(sound, 'trace.json'), 'utf8'))).entries;
const manifest = () => RunManifest.parse(JSON.parse(readFileSync(join(sound, 'export.json'), 'utf8')));

/** The chain written anew with all hashes made to fit, in its file and in the run's record; where `also`, anchored anew. */
function forged(
  change: (chain: TraceEntry[]) => readonly TraceEntry[],
  also: (at: (file: string) => string) => void = () => {},
) {
  return copy((at) => {
    const chain: TraceEntry[] = [];
    for (const entry of change(entries())) chain.push(appendEntry(chain.at(-1) ?? null, entry));
    const head = chain.at(-1)?.hash ?? null;
    edit(at('trace.json'), Entries, (trace) => ({ ...trace, head, entries: chain }));
    edit(at('run.json'), Loose, (record) => ({ ...record, traceHead: head, traceEntries: chain.length }));
    also(at);
  });
}

describe('npm run export', () => {
  it('writes a run that verify and replay find sound, in processes of their own', async () => {
    const verified = await command('verify', sound);
    expect([verified.code, verified.out]).toEqual([0, expect.stringMatching(/decisions ok: 2 taken/)]);
    expect(verified.out).toMatch(/anchor {4}ok: \d{4}-\d\d-\d\d sha256:[0-9a-f]{64}/);
    const replayed = await command('replay', sound);
    const plan = digest('plan/1', JSON.parse(readFileSync(join(sound, 'plan.json'), 'utf8')));
    expect([replayed.code, replayed.out]).toEqual([0, expect.stringContaining(`same bytes, ${plan}`)]);
  });

  it('of a day that is not over says so, and is sound', () => {
    expect(existsSync(join(early, 'anchors.json'))).toBe(false);
    expect(wrong(early)).toEqual({});
  });

  it('holds no address and no word a person wrote', () => {
    const text = Object.values(filesOf(sound)).join('\n');
    expect(text).not.toContain('@people.example');
    expect(text).not.toContain(REASON);
    expect(text).toContain('"approver":"dana"');
  });

  it('replaces an export, and leaves a directory of others alone', async () => {
    expect((await exported(early)).code).toBe(0);
    expect(existsSync(join(early, 'anchors.json'))).toBe(true);
    const refused = await exported(join(import.meta.dirname, '..'));
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('holds other files')]);
  });

  it('of an unknown run, of another tenant and without a token ends with what to do', async () => {
    const unknown = await command(
      'export',
      '--url',
      server.url,
      '--run',
      `run-${'0'.repeat(32)}`,
      '--out',
      join(folder, 'x'),
    );
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('answered 404')]);
    process.env['API_TOKEN'] = 'rival';
    expect((await exported(join(folder, 'x'))).err).toContain('answered 404');
    delete process.env['API_TOKEN'];
    expect((await exported(join(folder, 'x'))).err).toContain('API_TOKEN is not set');
    process.env['API_TOKEN'] = 'acme';
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});

describe('the chain of an export', () => {
  const other = digest('content/1', 'another');
  const flips: Record<keyof TraceEntry, unknown> = {
    contract: 'trace/2',
    tenant: 'rival',
    run: `run-${'e'.repeat(32)}`,
    sequence: 9,
    step: '0/scored',
    input: other,
    output: other,
    policy: other,
    flags: other,
    code: other,
    posture: 'critical',
    decision: 'whatever',
    reasons: ['none'],
    previous: other,
    hash: other,
  };
  it.each(Object.entries(flips))('with %s of entry 3 changed names entry 3', (field, value) => {
    const directory = edited('trace.json', Entries, (trace) => ({
      ...trace,
      entries: trace.entries.map((entry, index) => (index === 3 ? { ...entry, [field]: value } : entry)),
    }));
    expect(wrong(directory)['chain']).toMatch(/^ {2}entry 3 {2}\w+: expected \S+.*, actual \S+/);
  });

  it.each<[string, number, (chain: unknown[]) => unknown[]]>([
    ['its first entry dropped', 0, (chain) => chain.slice(1)],
    ['an entry dropped', 5, (chain) => chain.toSpliced(5, 1)],
    ['two entries swapped', 4, (chain) => chain.with(4, chain[5]).with(5, chain[4])],
    ['an entry twice', 6, (chain) => chain.toSpliced(6, 0, chain[5])],
    ['its end cut off', 12, (chain) => chain.slice(0, 12)],
    ['everything dropped', 0, () => []],
  ])('with %s names entry %i', (_, at, change) => {
    const directory = edited('trace.json', ExportedTrace, (trace) => ({ ...trace, entries: change(trace.entries) }));
    expect(wrong(directory)['chain']).toMatch(new RegExp(`^ {2}entry ${at} {2}`));
  });

  it('written anew from its middle ends at another head than the run’s record names', () => {
    const directory = edited('trace.json', Entries, (trace) => {
      const anew = trace.entries.slice(0, 3);
      for (const entry of trace.entries.slice(3))
        anew.push(appendEntry(anew.at(-1) ?? null, { ...entry, reasons: ['nothing to see'] }));
      return { ...trace, head: anew.at(-1)?.hash, entries: anew };
    });
    expect(wrong(directory)['chain']).toMatch(/head: expected sha256:\w+, actual sha256:\w+/);
  });

  it('written anew with the run’s record is not the chain that was anchored', () => {
    const directory = forged((chain) =>
      chain.map((entry, at) => (at === 4 ? { ...entry, reasons: ['quite sure'] } : entry)),
    );
    const last = entries().length - 1;
    expect(wrong(directory)).toEqual({
      anchor: expect.stringMatching(
        new RegExp(`entry ${last}, anchored on \\S+: expected sha256:\\w+, actual sha256:`),
      ),
    });
  });

  it('written anew with record and anchors is told apart by an anchor known from elsewhere', async () => {
    const known = ExportedAnchors.parse(JSON.parse(readFileSync(join(sound, 'anchors.json'), 'utf8'))).anchors[0]?.hash;
    const { appendAnchor } = await import('../../core/trace/anchor.ts');
    const directory = forged(
      (chain) => chain.map((entry, at) => (at === 4 ? { ...entry, reasons: ['quite sure'] } : entry)),
      (at) => {
        const { head } = ExportedTrace.parse(JSON.parse(readFileSync(at('trace.json'), 'utf8')));
        edit(at('anchors.json'), ExportedAnchors, ({ heads }) => {
          const anew = { ...heads, heads: heads.heads.map((one) => ({ ...one, head: Digest.parse(head) })) };
          return { anchors: [appendAnchor(null, anew)], heads: anew };
        });
      },
    );
    expect(wrong(directory)).toEqual({});
    expect(wrong(directory, known)['anchor']).toContain(`expected the known anchor ${known}`);
    expect(wrong(sound, known)).toEqual({});
  });

  it.each<[string, (value: ExportedAnchors) => unknown]>([
    ['a head', ({ anchors, heads }) => ({ anchors, heads: { ...heads, heads: [] } })],
    ['an anchor', ({ anchors, heads }) => ({ anchors: anchors.map((one) => ({ ...one, runs: 7 })), heads })],
    ['all anchors', ({ heads }) => ({ anchors: [], heads })],
  ])('with %s changed in its anchors is wrong there', (_, change) => {
    expect(Object.keys(wrong(edited('anchors.json', ExportedAnchors, change)))).toEqual(['anchor']);
  });
});

describe('the evidence of an export', () => {
  it('with any one file changed or missing names that file', () => {
    const directory = copy(() => undefined);
    const faults = () => evidenceFaults(openExport(directory)).join('\n');
    for (const { file } of manifest().evidence) {
      const written = readFileSync(join(directory, file), 'utf8');
      writeFileSync(join(directory, file), `${written} `);
      expect(faults()).toMatch(new RegExp(`^ {2}${file}: expected sha256:\\w+, actual sha256:\\w+$`));
      rmSync(join(directory, file));
      expect(faults().split('\n')[0]).toMatch(new RegExp(`^ {2}${file}: expected sha256:\\w+, actual no such file$`));
      writeFileSync(join(directory, file), written);
    }
    expect(wrong(directory)).toEqual({});
  });

  it('with two files swapped names both', () => {
    const directory = copy((at) => {
      const [one, two] = ['decisions/0-dana.json', 'decisions/0-fay.json'].map(at);
      const [first, second] = [readFileSync(one ?? ''), readFileSync(two ?? '')];
      writeFileSync(one ?? '', second);
      writeFileSync(two ?? '', first);
    });
    expect(wrong(directory)['evidence']).toMatch(/0-dana\.json: expected[\s\S]*0-fay\.json: expected/);
  });

  it('with a document left out of the list names who refers to it', () => {
    const [first] = entries();
    const directory = edited('export.json', RunManifest, (list) => ({
      ...list,
      evidence: list.evidence.filter((one) => one.digest !== first?.output),
    }));
    expect(wrong(directory)['evidence']).toContain(`${first?.output}, named by entry 0 (0/preflight)`);
  });

  it('with a document listed under another kind or a path outside is not looked into', () => {
    const plan = (change: object) =>
      edited('export.json', RunManifest, (list) => ({
        ...list,
        evidence: list.evidence.map((one) => (one.file === 'plan.json' ? { ...one, ...change } : one)),
      }));
    expect(wrong(plan({ domain: 'content/1' }))['evidence']).toContain('plan.json: expected');
    const outside = plan({ file: '../sound/plan.json' });
    expect(wrong(outside)['evidence']).toContain('../sound/plan.json: expected');
  });

  it('does not let the run’s record name a plan its trace does not lead to', () => {
    const directory = edited('run.json', Loose, (record) => ({ ...record, planDigest: digest('plan/1', {}) }));
    expect(wrong(directory)['evidence']).toContain('run.json planDigest: expected a digest its trace leads to');
  });
});

describe('the decisions of an export', () => {
  it('are entries of who, what, on which plan and what was shown', () => {
    const plan = digest('plan/1', JSON.parse(readFileSync(join(sound, 'plan.json'), 'utf8')));
    const gate = entries().filter(({ step }) => /\/(decision|delegation)\//.test(step));
    expect(gate.map(({ step, decision, reasons }) => [step, decision, ...reasons.slice(0, 2)])).toEqual([
      ['0/decision/dana', 'approve', 'approver dana', `plan ${plan}`],
      ['0/delegation/eli', 'handed-over', 'from eli', 'to fay'],
      ['0/decision/fay', 'approve', 'approver fay', `plan ${plan}`],
    ]);
    for (const { reasons } of gate.filter(({ step }) => step.includes('/decision/'))) {
      const shown = Digest.parse(reasons[2]?.replace('shown ', ''));
      expect(manifest().evidence.find((one) => one.digest === shown)?.domain).toBe('page/1');
    }
  });

  it('too few for the route, are named at the commit, however well the chain was forged', () => {
    const directory = forged((chain) => chain.filter(({ step }) => step !== '0/decision/fay'));
    expect(wrong(directory)['decisions']).toMatch(/\(0\/commit\) {2}approvals: expected 2 of sha256:\w+, actual 1/);
  });

  it('of a person it was never handed over to are named', () => {
    const directory = forged((chain) => chain.filter(({ step }) => step !== '0/delegation/eli'));
    expect(wrong(directory)['decisions']).toMatch(/decision\/fay\) {2}approver: expected one of dana, eli, actual fay/);
  });

  it('given a verdict their document does not hold are named', () => {
    const directory = forged((chain) =>
      chain.map((entry) => (entry.step === '0/decision/dana' ? { ...entry, decision: 'reject' } : entry)),
    );
    expect(wrong(directory)['decisions']).toContain('verdict: expected approve, actual reject');
  });

  it.each([
    ['plan', { plan: digest('plan/1', 'another') }, 'plan: expected sha256:'],
    ['person', { approver: 'ana' }, 'approver: expected one of dana, eli, actual ana'],
  ])('on another %s are named, with everything else made to fit', async (_, change, words) => {
    const { decisionStep, decisionAnswer } = await import('../../core/trace/decision-step.ts');
    const { Decision } = await import('../../core/model/decision.ts');
    const directory = forged(
      (chain) =>
        chain.map((entry) => {
          if (entry.step !== '0/decision/dana') return entry;
          const decision = Decision.parse({ ...read('decisions/0-dana.json'), ...change });
          const output = digest('step/1', decisionAnswer(decision));
          return {
            ...entry,
            ...decisionStep(decision, {
              attempt: 0,
              document: digest('decision/1', decision),
              output,
              code: entry.code,
            }),
          };
        }),
      (at) => {
        const decision = { ...read('decisions/0-dana.json'), ...change };
        const answer = decisionAnswer(Decision.parse(decision));
        writeFileSync(at('one.json'), canonicalText(decision));
        writeFileSync(at('two.json'), canonicalText(answer));
        edit(at('export.json'), RunManifest, (list) => ({
          ...list,
          evidence: [
            ...list.evidence,
            { digest: digest('decision/1', decision), domain: 'decision/1', file: 'one.json' },
            { digest: digest('step/1', answer), domain: 'step/1', file: 'two.json' },
          ],
        }));
      },
    );
    expect(wrong(directory)['decisions']).toContain(words);
  });
});

const read = (file: string) => Loose.parse(JSON.parse(readFileSync(join(sound, file), 'utf8')));

describe('a replay of an export', () => {
  it('names the entry whose answer is not what its input leads to, and the place', async () => {
    const score = entries().find(({ step }) => step === '0/score');
    const answer = { ...read(fileOf(score?.output)), badData: 0.75 };
    const output = digest('step/1', answer);
    const directory = forged(
      (chain) => chain.map((entry) => (entry.step === '0/score' ? { ...entry, output } : entry)),
      (at) => {
        writeFileSync(at('answer.json'), canonicalText(answer));
        edit(at('export.json'), RunManifest, (list) => ({
          ...list,
          evidence: [...list.evidence, { digest: output, domain: 'step/1', file: 'answer.json' }],
        }));
      },
    );
    const { differences } = await replayExport(openExport(directory), () => undefined);
    expect(differences).toEqual([
      expect.stringMatching(
        /entry 1 \(0\/score\) {2}output: recorded \S+, replayed \S+, first at \/badData: 0\.75, replayed 0/,
      ),
    ]);
  });

  it('says what cannot be run because its evidence was changed', async () => {
    const directory = copy((at) => rmSync(at('received-portfolio.json')));
    const { differences } = await replayExport(openExport(directory), () => undefined);
    expect(differences).toEqual([
      expect.stringMatching(/\(0\/score\) {2}cannot be run: sha256:\w+ \(portfolio\/1\) is not in/),
    ]);
  });
});

function fileOf(wanted: string | undefined): string {
  return manifest().evidence.find((one) => one.digest === wanted)?.file ?? '';
}

describe('erasure', () => {
  const reasons = async () => {
    const answer = await call(readEvidence, 'GET /v1/runs/{id}/decisions', { as, path: { id: run } });
    const { decisions } = z
      .object({ decisions: z.array(z.object({ approver: z.string(), reason: Loose })) })
      .parse(answer.json);
    return decisions.map(({ approver, reason }) => [approver, reason]);
  };
  const erase = (id: string, scope = 'subjects:erase', tenant = 'acme') =>
    call(eraseSubject, 'POST /v1/subjects/{id}/erasure', { as: { tenant, scope }, path: { id } });

  it('needs its own scope, and of another tenant’s person changes nothing here', async () => {
    expect((await erase('dana', 'runs:read')).status).toBe(403);
    expect((await erase('dana', 'subjects:erase', 'rival')).status).toBe(200);
    expect(await reasons()).toEqual([
      ['dana', { state: 'kept', text: REASON }],
      ['fay', { state: 'none' }],
    ]);
  });

  it('destroys the words and nothing else: the chain still verifies, and the export says so', async () => {
    const first = await erase('dana');
    const again = await erase('dana');
    expect([first.status, again.json]).toEqual([200, first.json]);
    expect(await reasons()).toEqual([
      ['dana', { state: 'erased' }],
      ['fay', { state: 'none' }],
    ]);
    const after = join(folder, 'erased');
    await exported(after);
    const { code, out } = await command('verify', after);
    expect([code, out]).toEqual([0, expect.stringContaining('2 taken, 1 with an erased reason')]);
    expect(readFileSync(join(after, 'trace.json'), 'utf8')).toBe(readFileSync(join(sound, 'trace.json'), 'utf8'));
  });
});
