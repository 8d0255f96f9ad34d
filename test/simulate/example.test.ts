import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { auditPlan } from '../../core/audit/audit.ts';
import { repDays } from '../../core/calendar/rep-days.ts';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { scorePortfolio } from '../../core/risk/score-portfolio.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { bytesDigest, digest } from '../../core/trace/digest.ts';

const ROOT = join(import.meta.dirname, '../..');
const text = readFileSync(join(ROOT, 'infra/local/examples/portfolio.json'), 'utf8');
const body: unknown = JSON.parse(text);
const example = sound(body);

function sound(value: unknown): Portfolio {
  const parsed = parsePortfolio(value);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations.slice(0, 5)));
  return parsed.value;
}

function generated(seed: number): { portfolio: string; opportunities: string } {
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    execFileSync(process.execPath, ['functions/commands/example.ts', '--seed', String(seed), '--out', folder], {
      cwd: ROOT,
    });
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    return { portfolio: read('portfolio.json'), opportunities: read('opportunities.csv') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the checked-in example', () => {
  it('is what its command makes of seed 1, byte for byte', () => {
    const { portfolio, opportunities } = generated(1);
    expect(portfolio === text).toBe(true);
    expect(opportunities === readFileSync(join(ROOT, 'infra/local/examples/opportunities.csv'), 'utf8')).toBe(true);
  });

  it('is another portfolio for another seed, which parses too', () => {
    const other = generated(2).portfolio;
    expect(other === text).toBe(false);
    expect(sound(JSON.parse(other)).accounts).toHaveLength(300);
  });

  it('uses every field of the contract, and every value where the contract lists them', () => {
    const { $defs: definitions = {} } = z.toJSONSchema(Portfolio, { io: 'input', unrepresentable: 'any' });
    // The model inside the scorecard is made by the fit and has its own contract; held-out accounts are set aside by Score.
    const wanted = [...contractFeatures(definitions['portfolio'], '')].filter(
      (feature) => !feature.startsWith('/scorecard/model/') && !feature.startsWith('/heldOut'),
    );
    const used = new Set(documentFeatures(body, ''));
    expect(wanted.length).toBeGreaterThan(90);
    expect(wanted.filter((feature) => !used.has(feature) && !OTHER_VALUES.has(feature))).toEqual([]);
  });

  it('has about 300 accounts and 12 reps in three time zones who speak two languages', () => {
    expect(example.accounts).toHaveLength(300);
    expect(example.reps).toHaveLength(12);
    expect(new Set(example.reps.map((rep) => rep.timeZone)).size).toBe(3);
    expect(new Set(example.reps.flatMap((rep) => rep.languages))).toEqual(new Set(['de', 'en']));
  });

  it('asks for 1.2 to 1.3 times the minutes its reps have', () => {
    const minutes = example.engagements.reduce((sum, engagement) => sum + engagement.minutes, 0);
    const capacity = example.reps
      .flatMap((rep) => repDays(rep, example.horizon).map((day) => [rep.maxMinutesPerDay, 0.85 * day.availableMinutes]))
      .reduce((sum, caps) => sum + Math.floor(Math.min(...caps)), 0);
    expect(minutes / capacity).toBeGreaterThan(1.2);
    expect(minutes / capacity).toBeLessThan(1.3);
  });

  it('pins meetings inside working hours, to reps who speak the language, with customers who did not object', () => {
    const pinned = example.engagements.filter((engagement) => engagement.pinned !== null);
    expect(pinned.length).toBeGreaterThanOrEqual(4);
    for (const { pinned: pin, account, minutes, languages } of pinned) {
      const rep = example.reps.find(({ id }) => id === pin?.rep);
      if (rep === undefined || pin === null) throw new Error('a pinned meeting has its rep');
      const start = Date.parse(pin.start) / 60_000;
      const free = repDays(rep, example.horizon).flatMap((day) => day.free);
      expect(free.some(({ from, to }) => from <= start && start + minutes <= to)).toBe(true);
      expect(languages.some((language) => rep.languages.includes(language))).toBe(true);
      expect(example.accounts.find(({ id }) => id === account)?.contact.objected).toBe(false);
    }
  });

  it('is scored with little bad data, a fifth of the accounts by the scorecard', () => {
    const scored = scorePortfolio(example);
    if (scored.outcome !== 'scored') throw new Error(JSON.stringify(scored));
    expect(scored.scores).toHaveLength(60);
    expect(scored.findings.map(({ rule }) => rule)).toContain('feature.beyond');
    expect(scored.badData).toBeGreaterThan(0);
    expect(scored.badData).toBeLessThan(0.05);
    expect(scored.expectedLoss / scored.totalStake).toBeGreaterThan(0.1);
  });

  it('is planned and audited with a proven gap below 3 %, causes of many kinds and a group near its floor', () => {
    const scored = scorePortfolio(example);
    if (scored.outcome !== 'scored') throw new Error(JSON.stringify(scored));
    const { portfolio } = scored;
    const policy = Policy.parse({ contract: 'policy/1' });
    const digests = {
      portfolio: digest('portfolio/1', portfolio),
      policy: digest('policy/1', policy),
      code: bytesDigest('code/1', 'test'),
    };
    const plan = planPortfolio({ portfolio, policy, digests });
    expect(auditPlan({ portfolio, policy, plan, digests }).findings).toEqual([]);
    expect(plan.gap).toBeLessThan(0.03);
    expect(new Set(plan.unscheduled.map(({ cause }) => cause)).size).toBeGreaterThanOrEqual(8);
    expect(plan.unscheduled.filter(({ mandatory }) => mandatory).map(({ cause }) => cause)).toEqual(['no-language']);
    const judged = plan.parity.filter(({ reportOnly }) => !reportOnly).map(({ ratio }) => ratio);
    expect(Math.min(...judged)).toBeLessThan(0.85);
  });
});

/** One horizon has one slot length, and this team does not work on weekends. */
const OTHER_VALUES = new Set([
  ...[5, 10, 20, 30, 60].map((minutes) => `/horizon/slotMinutes = ${minutes}`),
  '/reps/*/hours/*/days/* = sa',
  '/reps/*/hours/*/days/* = su',
]);

const Node = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
});

/** `/accounts/*​/owner` for each field, `/…/channel = phone` for each listed value. */
function* contractFeatures(schema: unknown, path: string): Generator<string> {
  const node = Node.safeParse(schema).data;
  if (node === undefined) return;
  for (const value of node.enum ?? (node.const === undefined ? [] : [node.const])) yield `${path} = ${value}`;
  for (const [key, inner] of Object.entries(node.properties ?? {})) {
    yield `${path}/${key}`;
    yield* contractFeatures(inner, `${path}/${key}`);
  }
  yield* contractFeatures(node.additionalProperties, `${path}/*`);
  yield* contractFeatures(node.items, `${path}/*`);
  for (const inner of node.anyOf ?? []) yield* contractFeatures(inner, path);
}

/** The same of a document; empty lists and null use nothing. Keys of records and positions of lists are `*`. */
function* documentFeatures(value: unknown, path: string): Generator<string> {
  if (Array.isArray(value)) {
    for (const item of value) yield* documentFeatures(item, `${path}/*`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (inner !== null && !(Array.isArray(inner) && inner.length === 0)) yield `${path}/${key}`;
      yield* documentFeatures(inner, `${path}/${key}`);
      yield* documentFeatures(inner, `${path}/*`);
    }
  } else {
    yield `${path} = ${value}`;
  }
}
