import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Plan } from '../../core/model/plan.ts';
import { exactMoney } from '../../core/report/amount.ts';
import { exampleChain } from '../trace/example-chain.ts';
import { emptyFolder, run } from './run-command.ts';
import { smallPortfolio } from './small-portfolio.ts';

const folder = emptyFolder();
const sound = join(folder, 'sound');
const plan = () => Plan.parse(JSON.parse(readFileSync(join(sound, 'plan.json'), 'utf8')));

beforeAll(async () => {
  writeFileSync(join(folder, 'portfolio.json'), JSON.stringify(smallPortfolio()));
  const { code, err } = await run('plan', join(folder, 'portfolio.json'), '--out', sound);
  if (code !== 0) throw new Error(err);
});

/** A copy of the sound directory with one file changed. */
function changed(name: string, file: string, change: (text: string) => string): string {
  const copy = join(folder, name);
  cpSync(sound, copy, { recursive: true });
  writeFileSync(join(copy, file), change(readFileSync(join(copy, file), 'utf8')));
  return copy;
}

function changedPlan(name: string, change: (plan: Plan) => Plan): string {
  return changed(name, 'plan.json', (text) => JSON.stringify(change(Plan.parse(JSON.parse(text)))));
}

describe('npm run verify', () => {
  it('passes a directory as it was written, and says what it checked', async () => {
    const { code, out } = await run('verify', sound);
    expect(code).toBe(0);
    expect(out).toMatch(/files {5}ok: \d+ files/);
    const money = (amount: number) => exactMoney(amount, 'USD').replaceAll('\u00a0', ' ');
    expect(out).toContain(
      `it protects ${money(plan().objective)}, and no plan can protect more than ${money(plan().bound)}`,
    );
  });

  it('names the file that was changed, with expected and actual digest', async () => {
    const { code, out } = await run(
      'verify',
      changed('report', 'report.html', (text) => text.replace('USD', 'EUR')),
    );
    expect(code).toBe(1);
    expect(out).toMatch(/files {5}WRONG\n {2}report\.html: expected sha256:[0-9a-f]{64}, actual sha256:[0-9a-f]{64}/);
    expect(out).toContain('plan      ok');
  });

  it('names the file that is missing', async () => {
    const copy = changed('missing', 'report.html', (text) => text);
    rmSync(join(copy, 'feeds/R-1.ics'));
    const { code, out } = await run('verify', copy);
    expect([code, out.includes('feeds/R-1.ics: expected sha256:')]).toEqual([1, true]);
  });

  it('finds a plan that claims more than it is worth, without trusting any file about it', async () => {
    const copy = changedPlan('greedy', (sane) => ({ ...sane, objective: sane.objective + 1 }));
    rmSync(join(copy, 'digests.json'));
    const { code, out } = await run('verify', copy);
    expect(code).toBe(1);
    expect(out).toContain(`/objective  objective: received ${plan().objective + 1}, expected ${plan().objective}`);
  });

  it('finds a plan that was made for another portfolio', async () => {
    const { code, out } = await run(
      'verify',
      changed('other', 'portfolio.json', (text) => text.replace('"USD"', '"EUR"')),
    );
    expect([code, out.includes('/portfolio  digests: received sha256:')]).toEqual([1, true]);
  });

  it('checks the chain of an exported run, and names the first bad entry with expected and actual', async () => {
    const entries = exampleChain();
    const head = entries.at(-1)?.hash;
    const copy = changed('run', 'plan.json', (text) => text);
    writeFileSync(join(copy, 'trace.json'), JSON.stringify({ run: 'run', head, entries, writtenAt: [] }));
    expect((await run('verify', copy)).out).toContain(`chain     ok: 4 entries, head ${head}`);
    const forged = entries.with(2, z.parse(z.any(), { ...entries[2], decision: 'plan: whatever' }));
    writeFileSync(join(copy, 'trace.json'), JSON.stringify({ run: 'run', head, entries: forged }));
    const { code, out } = await run('verify', copy);
    expect(code).toBe(1);
    expect(out).toMatch(
      /chain {5}WRONG\n {2}entry 2 {2}hash: expected sha256:[0-9a-f]{64}, actual sha256:[0-9a-f]{64}/,
    );
    writeFileSync(join(copy, 'trace.json'), JSON.stringify({ run: 'run', head, entries: entries.slice(0, 3) }));
    expect((await run('verify', copy)).out).toContain(`entry 3  head: expected ${head}, actual ${entries[2]?.hash}`);
  });

  it('says of a directory that is not there that it is not, and of a misspelt option nothing but that', async () => {
    const [nowhere, misspelt] = await Promise.all([
      run('verify', join(folder, 'nosuch')),
      run('plan', 'x.json', '--polcy', 'y.json'),
    ]);
    expect([nowhere.code, nowhere.err]).toEqual([
      2,
      `verify: ${join(folder, 'nosuch')} does not exist; check the path\n`,
    ]);
    expect(misspelt.err.split('\n')[0]).toBe("plan: Unknown option '--polcy'");
  });

  it('refuses a directory without a plan with exit code 2', async () => {
    mkdirSync(join(folder, 'nothing'));
    const { code, err } = await run('verify', join(folder, 'nothing'));
    expect([code, err.includes('holds no plan.json')]).toEqual([2, true]);
  });
});

describe('npm run replay', () => {
  it('plans to the same bytes', async () => {
    const { code, out } = await run('replay', sound);
    expect(code).toBe(0);
    expect(out).toContain(
      `plan    ok: replayed to the same bytes, which protect ${exactMoney(plan().objective, 'USD').replace('\u00a0', ' ')}\n`,
    );
  });

  it('names the first difference by its JSON pointer', async () => {
    const [first] = plan().assignments;
    const copy = changedPlan('moved', (sane) => ({
      ...sane,
      assignments: sane.assignments.map((each, index) => (index === 0 ? { ...each, value: each.value + 7 } : each)),
    }));
    const { code, out } = await run('replay', copy);
    expect(code).toBe(1);
    expect(out).toContain(
      `DIFFERS first at /assignments/0/value: recorded ${Number(first?.value) + 7}, replayed ${first?.value}`,
    );
  });

  it('says when other code made the plan, which alone is no difference', async () => {
    const code = Plan.shape.code.parse(`sha256:${'c'.repeat(64)}`);
    const copy = changedPlan('elder', (sane) => ({ ...sane, code }));
    rmSync(join(copy, 'report.html'));
    const ran = await run('replay', copy);
    expect(ran.out).toContain(`code    the plan was made by ${code}, this is sha256:`);
    expect(ran.out).toContain('replayed to the same bytes');
  });
});

describe('npm run simulate', () => {
  it('prints the same for the same plan: the mean and the bad case, without and with it', async () => {
    const [one, other] = await Promise.all([
      run('simulate', sound, '--seeds', '4'),
      run('simulate', sound, '--seeds', '4'),
    ]);
    expect(one.code).toBe(0);
    expect(one.out).toBe(other.out);
    expect(one.out).toMatch(/^4000 futures of 45 accounts/);
    expect(one.out).toMatch(/mean +USD [\d,.]+( k)? +USD [\d,.]+( k)? +USD [\d,.]+( k)?\n/);
    expect(one.out).toContain('CVaR 95%');
  });

  it('comes close to the expected loss that the plan states exactly', async () => {
    const { out } = await run('simulate', join(folder, 'portfolio.json'), '--seeds', '20');
    const [without = 0, withPlan = 0] = [...(/mean(.*)/.exec(out)?.[1] ?? '').matchAll(/USD ([\d,.]+)( k)?/g)].map(
      ([, digits = '', k]) => Number(digits.replaceAll(',', '')) * (k === undefined ? 1 : 1_000),
    );
    const { risk } = plan();
    expect(Math.abs(without / (risk.withoutPlan.expectedLoss / 100) - 1)).toBeLessThan(0.02);
    expect(Math.abs(withPlan / (risk.expectedLoss / 100) - 1)).toBeLessThan(0.02);
  });

  it('refuses --seeds=0 with exit code 2', async () => {
    const { code, err } = await run('simulate', sound, '--seeds=0');
    expect([code, err.includes('--seeds takes a whole number from 1')]).toEqual([2, true]);
  });
});
