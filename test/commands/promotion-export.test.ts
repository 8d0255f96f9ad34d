import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Decision } from '../../core/model/decision.ts';
import { Digest, type RunId } from '../../core/model/ids.ts';
import { ShardResult } from '../../core/model/promotion-round.ts';
import { TraceEntry } from '../../core/model/trace.ts';
import { canonicalText } from '../../core/trace/canonical.ts';
import { appendEntry } from '../../core/trace/chain.ts';
import { decisionAnswer, decisionStep } from '../../core/trace/decision-step.ts';
import { digest } from '../../core/trace/digest.ts';
import { PromotionManifest, PromotionTrace } from '../../functions/commands/run-export/layout.ts';
import { openPromotion } from '../../functions/commands/run-export/open-export.ts';
import { verifyPromotion } from '../../functions/commands/run-export/verify-promotion.ts';
import { apiServer } from '../support/api-server.ts';
import { promoting } from '../support/promoted.ts';
import { openWorld } from '../support/world.ts';
import { changedExport, edit, wrongIn } from './changed-export.ts';
import { run as command, emptyFolder } from './run-command.ts';

const world = await openWorld({ AWS_MAX_ATTEMPTS: '3' });
const [{ handler: readPolicies }, { handler: readEvidence }, { handler: anchor }] = await Promise.all([
  import('../../functions/read-policies/index.ts'),
  import('../../functions/read-evidence/index.ts'),
  import('../../functions/anchor/index.ts'),
]);
const server = await apiServer({ 'read-policies': readPolicies, 'read-evidence': readEvidence });
afterAll(async () => {
  await server.close();
  await world.close();
});

const folder = emptyFolder();
const [sound, early] = [join(folder, 'sound'), join(folder, 'early')];
let promotion: RunId;
const exported = (out: string) => command('export', '--url', server.url, '--promotion', promotion, '--out', out);

/** Submitted, tried, handed over by ann to bob, approved by bob and cyn, spread, stable; its day over and anchored. */
beforeAll(async () => {
  process.env['API_TOKEN'] = 'acme';
  const acme = await promoting(world);
  await acme.putPortfolio();
  ({ id: promotion } = await acme.submit({ policy: { ...acme.policy, learning: { holdoutShare: 0.04 } } }));
  const { round, proposal: plan = '' } = await acme.tried(promotion);
  await acme.ask(promotion, Digest.parse(plan));
  await acme.post(acme.link('ann'), { delegate: 'bob', reason: 'on leave', plan });
  for (const id of ['bob', 'cyn'])
    await acme.post(acme.link(id), { verdict: 'approve', confirmed: 'true', reason: 'it moves fewer meetings', plan });
  if ((await acme.spread(promotion, round)) !== 'stable') throw new Error('the promotion did not become stable');
  await exported(early);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 });
  await anchor();
  vi.useRealTimers();
  const { code, err } = await exported(sound);
  if (code !== 0) throw new Error(err);
}, 240_000);

/** What is wrong with a directory, check by check; empty: nothing. */
const wrong = (directory: string, known?: Digest) => wrongIn(verifyPromotion(openPromotion(directory), known));
const copy = changedExport(sound);
const Loose = z.record(z.string(), z.unknown());
const Entries = PromotionTrace.extend({ entries: z.array(TraceEntry) });
const read = (file: string): unknown => JSON.parse(readFileSync(join(sound, file), 'utf8'));
const entries = () => Entries.parse(read('trace.json')).entries;
const manifest = () => PromotionManifest.parse(read('export.json'));

/** The chain written anew with all hashes made to fit, in its file and in the record; `more` is evidence added to the list. */
function forged(
  change: (chain: TraceEntry[]) => readonly TraceEntry[],
  more: readonly [domain: string, value: unknown][] = [],
) {
  return copy((at) => {
    const chain: TraceEntry[] = [];
    for (const entry of change(entries())) chain.push(appendEntry(chain.at(-1) ?? null, entry));
    const head = chain.at(-1)?.hash ?? null;
    edit(at('trace.json'), Entries, () => ({ head, entries: chain }));
    edit(at('promotion.json'), Loose, (record) => ({ ...record, traceHead: head, traceEntries: chain.length }));
    edit(at('export.json'), PromotionManifest, (list) => ({
      ...list,
      evidence: [
        ...list.evidence,
        ...more.map(([domain, value], index) => {
          writeFileSync(at(`more-${index}.json`), canonicalText(value));
          return { domain, digest: digest(Domain.parse(domain), value), file: `more-${index}.json` };
        }),
      ],
    }));
  });
}
const Domain = PromotionManifest.shape.evidence.element.shape.domain;

describe('npm run export --promotion', () => {
  it('writes a promotion that verify finds sound in a process of its own: chain, evidence, suites, decisions, anchor', async () => {
    const { code, out } = await command('verify', sound);
    expect([code, out]).toEqual([0, expect.stringMatching(/chain {5}ok: \d+ entries, head sha256:/)]);
    expect(out).toMatch(/suites {4}ok: 4 judged again from 16 recorded worlds: passed/);
    expect(out).toMatch(/decisions ok: 2 taken, each on the proposal it names/);
    expect(out).toMatch(/anchor {4}ok: \d{4}-\d\d-\d\d sha256:[0-9a-f]{64}/);
    expect(read('baseline-evidence.json')).toMatchObject({ contract: 'baseline-evidence/1', promotion });
    const names = manifest().evidence.map(({ file }) => file);
    expect(names).toEqual(expect.arrayContaining(['decisions/0-bob.json', 'decisions/0-cyn.json', 'proposal.json']));
    expect(names.filter((name) => name.startsWith('suites/'))).toHaveLength(4);
  });

  it('takes no address and no word of anybody along', () => {
    const all = manifest()
      .evidence.filter(({ domain }) => domain !== 'portfolio/1')
      .map(({ file }) => readFileSync(join(sound, file), 'utf8'))
      .join('\n');
    expect(all).not.toMatch(/@people\.example|on leave|fewer meetings/);
  });

  it('before its day is over is not anchored, and sound', () => {
    expect(wrong(early)).toEqual({});
    expect(verifyPromotion(openPromotion(early)).at(-1)?.passed).toContain('not anchored');
  });

  it('of an unknown promotion, of another tenant, and of a run at once, ends with what to do', async () => {
    const to = join(folder, 'x');
    const unknown = await command('export', '--url', server.url, '--promotion', `run-${'0'.repeat(32)}`, '--out', to);
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('answered 404')]);
    process.env['API_TOKEN'] = 'rival';
    expect((await exported(to)).err).toContain('answered 404');
    delete process.env['API_TOKEN'];
    expect((await exported(to)).err).toContain('put a token with the scope policies:read there');
    process.env['API_TOKEN'] = 'acme';
    const both = await command('export', '--url', server.url, '--promotion', promotion, '--run', promotion);
    expect([both.code, both.err]).toEqual([2, expect.stringContaining('one of --run and --promotion')]);
    const replayed = await command('replay', sound);
    expect([replayed.code, replayed.err]).toEqual([2, expect.stringContaining('npm run verify judges it again')]);
  });
});

describe('a corrupted export of a promotion', () => {
  it('with any one file changed or missing names that file', () => {
    const directory = copy(() => undefined);
    for (const { file } of manifest().evidence) {
      const written = readFileSync(join(directory, file), 'utf8');
      writeFileSync(join(directory, file), `${written} `);
      const found = wrong(directory)['evidence'];
      expect(found).toMatch(
        new RegExp(`^ {2}${file.replaceAll('.', '\\.')}: expected sha256:\\w+, actual sha256:\\w+$`, 'm'),
      );
      writeFileSync(join(directory, file), written);
    }
    rmSync(join(directory, 'proposal.json'));
    expect(wrong(directory)['evidence']).toMatch(/^ {2}proposal\.json: expected sha256:\w+, actual no such file$/m);
  });

  it('with an entry changed names the entry, with expected and actual', () => {
    const directory = copy((at) =>
      edit(at('trace.json'), Entries, (trace) => ({
        ...trace,
        entries: trace.entries.map((entry, index) => (index === 2 ? { ...entry, decision: 'approve' } : entry)),
      })),
    );
    expect(wrong(directory)['chain']).toMatch(/^ {2}entry 2 {2}hash: expected sha256:\w+, actual sha256:\w+/);
  });

  it('of another promotion than its list says is named', () => {
    const directory = copy((at) =>
      edit(at('export.json'), Loose, (list) => ({ ...list, promotion: `run-${'e'.repeat(32)}` })),
    );
    expect(wrong(directory)['chain']).toContain('export.json names: expected acme/run-');
  });

  it('written anew with record and hashes is not the chain that was anchored', () => {
    const directory = forged((chain) => chain.map((one, at) => (at === 1 ? { ...one, reasons: ['quite sure'] } : one)));
    expect(wrong(directory)).toEqual({
      anchor: expect.stringMatching(/entry \d+, anchored on \S+: expected sha256:\w+, actual sha256:/),
    });
  });

  it('whose verdict is not what its worlds say is named, however well the chain was forged', () => {
    const judged = entries().find(({ step }) => step.includes('/judge-round/'));
    const input = Loose.parse(read(fileOf(judged?.input)));
    const results = z.array(Digest).parse(input['results']);
    const worlds = results.map((one) => ShardResult.parse(read(fileOf(one)))).find(({ kind }) => kind === 'worlds');
    if (judged === undefined || worlds?.kind !== 'worlds') throw new Error('no worlds were lived through');
    // The same worlds, but with a condition broken in one of them.
    const harmed: ShardResult = {
      ...worlds,
      pairs: worlds.pairs.map(({ candidate, stable }) => ({
        stable,
        candidate: { ...candidate, breaches: { ...candidate.breaches, 'rep-ceiling': 3 } },
      })),
    };
    const anew = { ...input, results: [...results.slice(0, -1), digest('content/1', harmed)] };
    const directory = forged(
      (chain) => chain.map((one) => (one.step === judged.step ? { ...one, input: digest('step/1', anew) } : one)),
      [
        ['content/1', harmed],
        ['step/1', anew],
      ],
    );
    expect(wrong(directory)['suites']).toMatch(/judge-round\S+\) {2}verdict: expected failed, actual passed/);
    expect(wrong(directory)['suites']).toMatch(/proposal: expected sha256:\w+, actual sha256:\w+/);
  });

  it('with too few approvals for its terms is named at every stage that was spread', () => {
    const directory = forged((chain) => chain.filter(({ step }) => step !== '0/decision/cyn'));
    const found = wrong(directory)['decisions'] ?? '';
    expect(found.match(/spread-policy\/\w+\/\d+\) {2}approvals: expected 2 of sha256:\w+, actual 1/g)).toHaveLength(3);
  });

  it.each([
    ['a person who may not decide', { approver: 'zoe' }, 'approver: expected one of ann, bob, cyn, actual zoe'],
    ['its author', { approver: 'author' }, 'approver: expected one of ann, bob, cyn, actual author'],
    ['another proposal', { plan: digest('proposal/1', 'another') }, 'plan: expected sha256:'],
  ])('with a decision of %s is named, with everything else made to fit', (_, change, words) => {
    const decision = Decision.parse({ ...Loose.parse(read('decisions/0-bob.json')), ...change });
    const [document, output] = [digest('decision/1', decision), digest('step/1', decisionAnswer(decision))];
    const directory = forged(
      (chain) =>
        chain.map((one) =>
          one.step === '0/decision/bob'
            ? { ...one, ...decisionStep(decision, { attempt: 0, document, output, code: one.code }) }
            : one,
        ),
      [
        ['decision/1', decision],
        ['step/1', decisionAnswer(decision)],
      ],
    );
    expect(wrong(directory)['decisions']).toContain(words);
  });

  it('does not let its record name a proposal its trace does not lead to', () => {
    const directory = copy((at) =>
      edit(at('promotion.json'), Loose, (record) => ({ ...record, proposal: digest('proposal/1', {}) })),
    );
    expect(wrong(directory)['evidence']).toContain('promotion.json proposal: expected a digest its trace leads to');
  });
});

function fileOf(wanted: string | undefined): string {
  return manifest().evidence.find((one) => one.digest === wanted)?.file ?? '';
}
