import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ImportMap } from '../../core/model/import-map.ts';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { Plan } from '../../core/model/plan.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { readAccounts } from '../../functions/commands/import/read-accounts.ts';
import { scorecardOf } from '../../functions/commands/import/scorecard-of.ts';
import { emptyFolder, filesOf, ROOT, run } from './run-command.ts';

const folder = emptyFolder();
const file = (name: string) => join(folder, name);
const examples = join(ROOT, 'infra/local/examples');
const csv = join(examples, 'opportunities.csv');
const mapFile = join(examples, 'opportunities.map.json');

function portfolio(name: string): Portfolio {
  const parsed = parsePortfolio(JSON.parse(readFileSync(name, 'utf8')));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations.slice(0, 3)));
  return parsed.value;
}

function readMap(name: string): ImportMap {
  return ImportMap.parse(JSON.parse(readFileSync(name, 'utf8')));
}

describe('npm run import', () => {
  it('makes the same portfolio of the example export twice, whatever the order of its rows', async () => {
    const [header = '', ...rows] = readFileSync(csv, 'utf8').trimEnd().split('\r\n');
    writeFileSync(file('reversed.csv'), [header, ...rows.toReversed()].join('\n'));
    const first = await run('import', csv, '--map', mapFile, '-o', file('one.json'));
    // On a busy machine it says how far it is.
    expect([first.code, first.err.replace(/^import: \d+ rows read\n/gm, '')]).toEqual([0, '']);
    expect(first.out).toMatch(/480 rows read, 8 left out/);
    expect(first.out).toMatch(/AUC 0\.\d{3}, Brier score 0\.\d{3}, calibration error 0\.\d{3}/);
    await run('import', file('reversed.csv'), '--map', mapFile, '-o', file('two.json'));
    expect(readFileSync(file('two.json'), 'utf8') === readFileSync(file('one.json'), 'utf8')).toBe(true);
  });

  it('takes open deals only, forecasts of the CRM where there are any, features of the model and no others', () => {
    const { accounts, engagements, reps, scorecard } = portfolio(file('one.json'));
    expect(accounts.length).toBeGreaterThan(80);
    expect(engagements.length).toBe(accounts.length);
    const forecasts = accounts.filter(({ loss }) => loss !== undefined);
    const scored = accounts.filter(({ loss }) => loss === undefined);
    expect([forecasts.length > 20, scored.length > 40, scorecard !== undefined]).toEqual([true, true, true]);
    expect(Object.keys(scored[0]?.features ?? {})).toEqual(['Type', 'LeadSource', 'Contacts', 'DaysOpen']);
    expect(forecasts.every(({ features }) => features === undefined)).toBe(true);
    expect(reps.map(({ id }) => id)).toEqual(['005X1', '005X2', '005X3', '005X4', '005X5']);
    expect(new Set(engagements.map(({ kind }) => kind))).toEqual(new Set(['business-review', 'save-call']));
  });

  it('prints a map in its help that reads the spreadsheet beside it, amounts and shares as they are written', async () => {
    const { code, out } = await run('import', '--help');
    const shownMap = /\n(\{\n[\s\S]*\n\})\n/.exec(out)?.[1] ?? '';
    writeFileSync(file('deals.map.json'), shownMap);
    const args = [join(examples, 'deals.csv'), '--map', file('deals.map.json'), '-o', file('deals.json')];
    expect([code, (await run('import', ...args)).code]).toEqual([0, 0]);
    const { accounts } = portfolio(file('deals.json'));
    expect(accounts.map(({ stake, loss }) => [stake, loss?.probability]).slice(0, 3)).toEqual([
      [4_850_000, 0.35],
      [1_234_550, 0.125],
      [790_000, 0.6],
    ]);
    expect(accounts[2]?.contact.refusedAt).toBe('2025-12-31');
  });

  it('is planned and audited', async () => {
    const { code, out } = await run('plan', file('one.json'), '--out', file('plan'));
    expect([code, out.includes('Audited')]).toEqual([0, true]);
  });

  it('writes nothing while a row is bad, and goes on without it where told to', async () => {
    const [header = '', ...rows] = readFileSync(csv, 'utf8').trimEnd().split('\r\n');
    const bad = (rows[4] ?? '').replace(/,\d+\.\d\d,/, ',a lot,');
    writeFileSync(file('bad.csv'), [header, ...rows.with(4, bad)].join('\r\n'));
    const refused = await run('import', file('bad.csv'), '--map', mapFile, '-o', file('bad.json'));
    expect([refused.code, refused.out]).toEqual([2, '']);
    expect(refused.err).toContain('line 6, Amount  type.number: received "a lot"');
    expect(readdirSync(folder).filter((name) => name.startsWith('bad.json'))).toEqual([]);
    const skipped = await run('import', file('bad.csv'), '--map', mapFile, '-o', file('bad.json'), '--skip-bad');
    expect([skipped.code, skipped.err.includes('these rows are left out')]).toEqual([0, true]);
    expect(skipped.out).toMatch(/480 rows read, 8 left out by the map, 1 bad and skipped, 471 accounts understood/);
    expect(skipped.out).toContain('skipped: EUR 0.00, and 1 row whose amount cannot be read');
    expect(portfolio(file('bad.json')).accounts.length).toBeGreaterThan(80);
  });

  it('refuses a sensitive feature by name', async () => {
    const map = JSON.parse(readFileSync(mapFile, 'utf8'));
    writeFileSync(file('gender.csv'), readFileSync(csv, 'utf8').replace('Contacts', 'Gender'));
    const features = { columns: ['Gender', 'DaysOpen'], numbers: ['Gender', 'DaysOpen'] };
    writeFileSync(file('gender.map.json'), JSON.stringify({ ...map, features }));
    const { code, err } = await run(
      'import',
      file('gender.csv'),
      '--map',
      file('gender.map.json'),
      '-o',
      file('g.json'),
    );
    expect([code, err.includes('/features/Gender  sensitive-feature')]).toEqual([2, true]);
    expect(existsSync(file('g.json'))).toBe(false);
  });

  it('says that too few accounts were lost to learn from', async () => {
    const rows = readFileSync(csv, 'utf8').split('\r\n');
    writeFileSync(file('few.csv'), rows.slice(0, 40).join('\r\n'));
    const { code, err } = await run('import', file('few.csv'), '--map', mapFile, '-o', file('few.json'));
    expect([code, err.includes('scorecard.evidence: received')]).toEqual([2, true]);
  });

  it.each([
    [['x.csv', '-o', 'y.json'], '--map names'],
    [['x.csv', '--map', mapFile], '-o names'],
  ])('explains its usage for %j', async (args, message) => {
    const { code, err } = await run('import', ...args);
    expect([code, err.includes(message), err.includes('Usage: npm run import')]).toEqual([2, true, true]);
  });

  it('lists every violation of a map', async () => {
    writeFileSync(file('bad.map.json'), JSON.stringify({ contract: 'import-map/1', account: {}, team: { reps: 0 } }));
    const { code, err } = await run('import', csv, '--map', file('bad.map.json'), '-o', file('z.json'));
    expect(code).toBe(2);
    for (const path of ['/asOf', '/account/id', '/team/reps', '/engagements']) expect(err).toContain(`  ${path}  `);
  });

  it('exits 3 where the file cannot be read', async () => {
    const { code, err } = await run('import', file('nowhere.csv'), '--map', mapFile, '-o', file('z.json'));
    expect([code, err.includes('nowhere.csv')]).toEqual([3, true]);
  });
});

/** 7,043 customers of a fictional company (IBM sample, Apache-2.0), beside the repository and not part of it. */
const telco = join(ROOT, '../shared/data/telco-churn/Telco-Customer-Churn.csv');
const present = existsSync(telco);
if (!present) console.log('telco import test skipped: ../shared/data/telco-churn is not beside this repository');

describe.skipIf(!present)('the telco customers', () => {
  const telcoMap = join(examples, 'telco.map.json');

  it('are scored with an AUC of 0.84 and a calibration error of 0.03 where the scorecard was not fitted', async () => {
    const map = readMap(telcoMap);
    const { rows, violations } = await readAccounts(telco, map);
    expect([rows.length, violations.total]).toEqual([7_043, 0]);
    const fitted = scorecardOf(map, rows);
    expect(fitted?.quality.rows).toBe(2_340);
    expect(fitted?.quality.areaUnderCurve).toBeGreaterThanOrEqual(0.84);
    expect(fitted?.quality.calibrationError).toBeLessThanOrEqual(0.03);
    expect(fitted?.quality.brier).toBeLessThan(0.14);
  });

  it('become a portfolio of those at risk and not lost yet, with a team, that is planned and audited', async () => {
    const imported = await run('import', telco, '--map', telcoMap, '-o', file('telco.json'));
    expect(imported.code).toBe(0);
    expect(imported.out).toMatch(/AUC 0\.84\d/);
    const { accounts, reps } = portfolio(file('telco.json'));
    expect([accounts.length > 800, accounts.length < 1_600, reps.length]).toEqual([true, true, 14]);
    const planned = await run('plan', file('telco.json'), '--out', file('telco'));
    expect([planned.code, planned.err.includes('failed')]).toEqual([0, false]);
    const plan = Plan.parse(JSON.parse(filesOf(file('telco'))['plan.json'] ?? ''));
    expect(plan.assignments.length).toBeGreaterThan(100);
    expect(plan.risk.evar).toBeLessThan(plan.risk.withoutPlan.evar);
  });
});

const crm = join(ROOT, '../shared/data');
const crmPresent = existsSync(join(crm, 'salesforce')) && existsSync(join(crm, 'hubspot'));
if (!crmPresent) console.log('CRM import test skipped: ../shared/data is not beside this repository');

describe.skipIf(!crmPresent)('exports of real CRMs', () => {
  const team = {
    places: [{ team: 'T', timeZone: 'America/New_York', languages: ['en'] }],
    hours: [{ days: ['mo', 'tu', 'we', 'th', 'fr'], from: '09:00', to: '17:00' }],
    maxMinutesPerDay: 240,
    maxEngagementsPerDay: 6,
  };
  const base = {
    contract: 'import-map/1',
    asOf: '2026-11-23T06:00:00Z',
    currency: 'USD',
    horizon: { start: '2026-11-23', days: 5 },
    engagements: [{ kind: 'call', channel: 'phone', minutes: 30, effect: 0.3 }],
  };

  it('of Salesforce: a chance of 1000 % is named by its line, the other opportunities become a portfolio of pseudonyms', async () => {
    const map = {
      ...base,
      account: {
        id: { column: 'id' },
        stake: { column: 'amount', type: 'whole', times: 100, otherwise: 0 },
        owner: { column: 'owner_id', type: 'pseudonym', prefix: 'R-' },
        timeZone: { constant: 'America/New_York' },
        jurisdiction: { constant: 'US-NY' },
        loss: {
          probability: { column: 'probability', type: 'number', times: -0.01, plus: 1 },
          withinDays: { constant: 90 },
        },
      },
      team: { ...team, reps: 'owners' },
    };
    writeFileSync(file('sf.map.json'), JSON.stringify(map));
    const args = [join(crm, 'salesforce/sf_opportunity_data.csv'), '--map', file('sf.map.json'), '-o', file('sf.json')];
    const refused = await run('import', ...args);
    expect([refused.code, refused.err.split('\n')[1]]).toEqual([
      2,
      '  line 2, probability  number.minimum: received "1000", which the map makes -9; use 0 to 1',
    ]);
    expect((await run('import', ...args, '--skip-bad')).code).toBe(0);
    const { accounts, reps } = portfolio(file('sf.json'));
    expect(accounts).toHaveLength(9);
    expect(reps.every(({ id }) => /^R-[0-9a-f]{24}$/.test(id))).toBe(true);
  });

  it('of HubSpot: companies are read, countries turned into places', async () => {
    const map = ImportMap.parse({
      ...base,
      account: {
        id: { column: 'id' },
        stake: { column: 'property_annualrevenue', type: 'whole', otherwise: 0 },
        timeZone: {
          column: 'property_country',
          values: { 'United Kingdom': 'Europe/London' },
          otherwise: 'America/New_York',
        },
        jurisdiction: { column: 'property_country', values: { 'United Kingdom': 'GB' }, otherwise: 'US-NY' },
        loss: { probability: { constant: 0.2 }, withinDays: { constant: 90 } },
      },
      team: { ...team, reps: 2 },
    });
    const { rows, violations } = await readAccounts(join(crm, 'hubspot/company_data.csv'), map);
    expect(violations.lines()).toEqual([]);
    expect(rows).toHaveLength(24);
    expect(rows.map(({ account }) => account.jurisdiction)).toContain('GB');
  });
});
