import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { Plan } from '../../core/model/plan.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { bytesDigest } from '../../core/trace/digest.ts';
import { accountBody, engagementBody, portfolioBody, repBody } from '../support/portfolio-builder.ts';
import { emptyFolder, filesOf, type Ran, run } from './run-command.ts';
import { smallPortfolio } from './small-portfolio.ts';

const folder = emptyFolder();
const file = (name: string) => join(folder, name);

function written(name: string, content: unknown): string {
  writeFileSync(file(name), typeof content === 'string' ? content : JSON.stringify(content));
  return file(name);
}

describe('npm run plan on a sound portfolio', () => {
  const portfolio = smallPortfolio();
  let planned: Ran;

  beforeAll(async () => {
    planned = await run('plan', written('sound.json', portfolio), '--out', file('sound'));
  });

  it('exits 0 and prints what a person wants to know', () => {
    expect([planned.code, planned.err.includes('failed')]).toEqual([0, false]);
    for (const words of [
      'protected value',
      'proven gap',
      'expected loss',
      'bad case',
      'Left out',
      'Audited',
      'report.html',
    ])
      expect(planned.out).toContain(words);
  });

  it('writes plan, sources, audit, scorecard, report and a valid feed for each rep, and nothing beside them', () => {
    const files = filesOf(file('sound'));
    expect(Object.keys(files)).toEqual([
      'audit.json',
      'digests.json',
      ...portfolio.reps.map(({ id }) => `feeds/${id}.ics`).sort(),
      ...['plan.json', 'policy.json', 'portfolio.json', 'report.html', 'scorecard.json'],
    ]);
    expect(readdirSync(folder).filter((name) => name.includes('.tmp') || name.includes('.old'))).toEqual([]);
    const plan = Plan.parse(JSON.parse(files['plan.json'] ?? ''));
    const meetings = portfolio.reps.flatMap(({ id }) => {
      const calendar = new ICAL.Component(ICAL.parse(files[`feeds/${id}.ics`] ?? ''));
      return calendar.getAllSubcomponents('vevent');
    });
    expect(meetings.length).toBe(plan.assignments.length);
    expect(plan.assignments.length).toBeGreaterThan(10);
  });

  it('writes JSON whose bytes are those its digest is taken of', () => {
    const files = filesOf(file('sound'));
    const plan = Plan.parse(JSON.parse(files['plan.json'] ?? ''));
    expect(plan.portfolio).toBe(bytesDigest('portfolio/1', files['portfolio.json'] ?? ''));
    expect(plan.policy).toBe(bytesDigest('policy/1', files['policy.json'] ?? ''));
  });

  it('gives the same bytes in another process, for the records in another order', async () => {
    const shuffled = {
      ...portfolio,
      accounts: portfolio.accounts.toReversed(),
      engagements: [...portfolio.engagements.slice(7), ...portfolio.engagements.slice(0, 7)],
      reps: portfolio.reps.toReversed(),
      ledger: portfolio.ledger.toReversed(),
    };
    expect((await run('plan', written('shuffled.json', shuffled), '--out', file('shuffled'))).code).toBe(0);
    expect(filesOf(file('shuffled'))).toEqual(filesOf(file('sound')));
  });

  it('keeps what was published where it can, names it in the plan, and replaces the plan that was in the directory', async () => {
    const before = filesOf(file('sound'))['plan.json'] ?? '';
    mkdirSync(file('again'));
    const args = [file('sound.json'), '--published', join(file('sound'), 'plan.json'), '--out', file('again')];
    expect((await run('plan', ...args)).code).toBe(0);
    expect((await run('plan', ...args)).code).toBe(0);
    const files = filesOf(file('again'));
    expect(files['published.json']).toBe(before);
    const [old, plan] = [Plan.parse(JSON.parse(before)), Plan.parse(JSON.parse(files['plan.json'] ?? ''))];
    expect(plan.published).toBe(bytesDigest('plan/1', before));
    const places = new Set(old.assignments.map(({ engagement, rep, start }) => `${engagement} ${rep} ${start}`));
    const kept = plan.assignments.filter(({ engagement, rep, start }) => places.has(`${engagement} ${rep} ${start}`));
    // Nothing changed: planned again from it, nobody is moved.
    expect(kept.length).toBe(old.assignments.length);
  });
});

describe('npm run plan under a policy that learns', () => {
  it('reserves accounts and corrects forecasts as a run does, says so, and takes its own portfolio as it is', async () => {
    const policy = written('learning.json', {
      contract: 'policy/1',
      name: 'learner',
      learning: { holdoutShare: 0.5, holdoutMinimum: 1, learned: { loss: { intercept: 1, slope: 1 } } },
    });
    const source = written('to-learn.json', smallPortfolio());
    const { code, out } = await run('plan', source, '--policy', policy, '--out', file('learning'));
    expect(code).toBe(0);
    const portfolio = Portfolio.parse(JSON.parse(filesOf(file('learning'))['portfolio.json'] ?? ''));
    const reserved = (portfolio.heldOut ?? []).map(({ account }) => account);
    expect(reserved.length).toBeGreaterThan(3);
    expect(portfolio.engagements.filter(({ account }) => reserved.includes(account))).toEqual([]);
    expect(out).toMatch(new RegExp(`Reserved by lot, .*: ${reserved.length} accounts with .*\\n.*Policy learner`));
    const given = Portfolio.parse(smallPortfolio()).accounts.find(({ loss }) => loss !== undefined);
    const corrected = portfolio.accounts.find(({ id }) => id === given?.id);
    expect(corrected?.loss?.probability).toBeGreaterThan(given?.loss?.probability ?? 1);

    const again = [join(file('learning'), 'portfolio.json'), '--policy', policy, '--out', file('learning-again')];
    expect((await run('plan', ...again)).code).toBe(0);
    expect(filesOf(file('learning-again'))).toEqual(filesOf(file('learning')));
  });
});

describe('npm run plan at the edges', () => {
  it('plans an empty portfolio: nothing to do is a plan', async () => {
    const body = portfolioBody({ accounts: [], engagements: [], reps: [] });
    const { code, out } = await run('plan', written('empty-portfolio.json', body), '--out', file('empty'));
    expect([code, out.includes('0 meetings')]).toEqual([0, true]);
  });

  it('plans over the night the clocks change, in the hours of each place', async () => {
    const body = portfolioBody({
      asOf: '2026-10-23T06:00:00Z',
      horizon: { start: '2026-10-23', days: 5 },
      accounts: [accountBody(), accountBody({ id: 'A-2' })],
      engagements: [
        engagementBody({ earliest: '2026-10-23', due: '2026-10-23' }),
        engagementBody({ id: 'E-2', account: 'A-2', earliest: '2026-10-26', due: '2026-10-27' }),
      ],
      reps: [repBody()],
    });
    expect((await run('plan', written('dst.json', body), '--out', file('dst'))).code).toBe(0);
    const { assignments } = Plan.parse(JSON.parse(filesOf(file('dst'))['plan.json'] ?? ''));
    const hours = assignments.map(({ start }) => [start.slice(0, 10), Number(start.slice(11, 13))] as const);
    expect(hours.map(([date]) => date)).toEqual(['2026-10-23', '2026-10-26']);
    // 9:00 to 17:00 in Berlin is 7 to 15 UTC before the night of 25 October and 8 to 16 after it.
    const [summer = 0, winter = 0] = hours.map(([, hour]) => hour);
    expect([summer >= 7 && summer < 15, winter >= 8 && winter < 16]).toEqual([true, true]);
  });

  it('lists every violation with path, rule, received value and remedy, writes nothing and exits 2', async () => {
    const body = portfolioBody({
      accounts: [accountBody({ stake: 1e308 }), accountBody({ timeZone: 'Mars/Olympus' })],
      engagements: [engagementBody({ account: 'A-9' })],
    });
    const { code, err } = await run('plan', written('bad.json', body), '--out', file('bad'));
    expect(code).toBe(2);
    expect(err).toMatch(/bad\.json is not a valid portfolio\/1: \d violations\n/);
    expect(err).toContain('/accounts/0/stake  number.maximum: received 1e+308');
    expect(err).toContain('/accounts/1/timeZone');
    expect(err).toContain('/engagements/0/account  reference.known: received "A-9"; add the account');
    expect(existsSync(file('bad'))).toBe(false);
  });

  it('shows a key that steers a terminal as its code point', async () => {
    const { code, err } = await run('plan', written('steering.json', '{"\\u001b[2Jx": 1, "\\u202ey": 2}'));
    expect(code).toBe(2);
    expect(err).toContain('/\\u001b[2Jx  key.unknown: received 1');
    expect([err.includes('\u001b'), err.includes('\u202e')]).toEqual([false, false]);
  });

  it('names accounts that nobody can score', async () => {
    const { loss: _, ...unknown } = accountBody({ features: { usage: 1 } });
    const { code, err } = await run('plan', written('unscorable.json', portfolioBody({ accounts: [unknown] })));
    expect([code, err.includes('/accounts/0/loss  account.scorable: received nothing for A-1')]).toEqual([2, true]);
  });

  it.each([
    ['an empty file', '', 'is empty'],
    ['what is not JSON', '{"contract": portfolio/1}', 'is not JSON'],
    ['NaN, which JSON has not', '{"stake": NaN}', 'is not JSON'],
    ['a forbidden key', '{"__proto__": {"polluted": true}}', 'key.forbidden'],
    ['bytes that are not UTF-8', 'latin', 'is not UTF-8'],
  ])('refuses %s with exit code 2', async (title, content, message) => {
    const name = written('refused.json', content);
    if (title.startsWith('bytes')) writeFileSync(name, Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x7d]));
    const { code, err } = await run('plan', name, '--out', file('refused'));
    expect([code, err.includes(message)]).toEqual([2, true]);
    expect(existsSync(file('refused'))).toBe(false);
  });

  it('leaves a directory with other files alone', async () => {
    mkdirSync(file('foreign'));
    writeFileSync(join(file('foreign'), 'thesis.txt'), 'years of work');
    const { code, err } = await run('plan', written('one.json', portfolioBody()), '--out', file('foreign'));
    expect([code, err.includes('thesis.txt')]).toEqual([2, true]);
    expect(filesOf(file('foreign'))).toEqual({ 'thesis.txt': 'years of work' });
  });

  it('exits 3 where a file cannot be read, and says which', async () => {
    const { code, err } = await run('plan', file('nowhere.json'));
    expect([code, err]).toEqual([3, `plan: ${file('nowhere.json')} does not exist; check the path\n`]);
  });

  it.each([
    [['--polici', 'x'], '--polici'],
    [[], 'received 0 arguments, expected 1'],
  ])('explains its usage and exits 2 for %j', async (args, message) => {
    const { code, err } = await run('plan', ...args);
    expect([code, err.includes(message), err.includes('Usage: npm run plan --')]).toEqual([2, true, true]);
  });
});

describe('--help', () => {
  it.each(['plan', 'import', 'verify', 'replay', 'simulate', 'example'])(
    'of %s exits 0 and lists the exit codes',
    async (name) => {
      const { code, out } = await run(name, '--help');
      expect(code).toBe(0);
      expect(out).toContain(`Usage: npm run ${name} -- `);
      expect(out).toMatch(/Exit codes:\n {2}0 {3}done\n[\s\S]*2 {3}bad input[\s\S]*3 {3}a file/);
    },
  );
});
