import { dateOf, dayOf } from '../../../core/calendar/day.ts';
import type { EngagementTemplate, ImportMap } from '../../../core/model/import-map.ts';
import { parsePortfolio } from '../../../core/model/parse-portfolio.ts';
import type { Account, Portfolio } from '../../../core/model/portfolio.ts';
import type { ScorecardModel } from '../../../core/model/scorecard-model.ts';
import type { Parsed } from '../../../core/model/violation.ts';
import { sourcesOf } from '../../../core/risk/derived-feature.ts';
import { score } from '../../../core/risk/scorecard-model.ts';
import { makeTeam } from '../../../core/simulate/team.ts';
import type { MappedRow } from './map-row.ts';

interface Candidate {
  readonly row: MappedRow;
  readonly probability: number;
  readonly template: EngagementTemplate;
}

/** The portfolio of the accounts the map selects, each with the conversation its risk and stake ask for. */
export function portfolioOf(
  map: ImportMap,
  rows: readonly MappedRow[],
  model: ScorecardModel | undefined,
): Parsed<Portfolio> {
  const chosen = select(map, rows, model);
  const sources = model === undefined ? new Set<string>() : rawFeatures(model);
  return parsePortfolio({
    contract: 'portfolio/1',
    asOf: map.asOf,
    currency: map.currency,
    horizon: map.horizon,
    equityGroups: map.equityGroups,
    accounts: chosen.map(({ row }) => accountBody(row.account, sources)),
    engagements: chosen.map((candidate) => engagement(map, candidate)),
    reps: team(map, chosen),
    ...(model === undefined || map.scorecard === undefined
      ? {}
      : { scorecard: { model, withinDays: map.scorecard.withinDays, shape: map.scorecard.shape } }),
  });
}

function select(map: ImportMap, rows: readonly MappedRow[], model: ScorecardModel | undefined): Candidate[] {
  const { labelled, probabilityFrom, stakeFrom, top, by } = map.select;
  const candidates = rows.flatMap((row): Candidate[] => {
    const { account, label } = row;
    const lost = labelled !== 'all' && label === 1;
    const decided = labelled === 'open' && label !== null;
    if (lost || decided || account.stake < stakeFrom) return [];
    const probability = chance(account, model);
    const template = map.engagements.find(({ when }) => matches(when, probability, account.stake));
    return probability >= probabilityFrom && template !== undefined ? [{ row, probability, template }] : [];
  });
  if (top === undefined || candidates.length <= top) return candidates;
  const worth = ({ probability, row }: Candidate) =>
    by === 'probability' ? probability : probability * row.account.stake;
  return candidates
    .toSorted((a, b) => worth(b) - worth(a) || byId(a, b))
    .slice(0, top)
    .sort(byId);
}

function chance(account: Account, model: ScorecardModel | undefined): number {
  if (account.loss !== undefined) return account.loss.probability;
  return model === undefined ? 0 : score(model, account.features ?? {}).probability;
}

function matches(when: EngagementTemplate['when'], probability: number, stake: number): boolean {
  const inside = (value: number, range: { from?: number | undefined; below?: number | undefined } = {}) =>
    value >= (range.from ?? Number.NEGATIVE_INFINITY) && value < (range.below ?? Number.POSITIVE_INFINITY);
  return inside(probability, when.probability) && inside(stake, when.stake);
}

/** Only what the scorecard reads stays: nobody needs the rest of what a CRM knows to plan a call. */
function accountBody(account: Account, sources: ReadonlySet<string>): unknown {
  const { features, ...rest } = account;
  if (features === undefined || sources.size === 0 || account.loss !== undefined) return rest;
  return { ...rest, features: Object.fromEntries(Object.entries(features).filter(([name]) => sources.has(name))) };
}

function rawFeatures(model: ScorecardModel): ReadonlySet<string> {
  return new Set([...model.features.map(({ name }) => name), ...model.derived.flatMap(sourcesOf)]);
}

function engagement(map: ImportMap, { row, template }: Candidate): unknown {
  const { when: _, firstDay, days = map.horizon.days, ...fields } = template;
  const first = dayOf(map.horizon.start) + firstDay;
  return {
    ...fields,
    id: `E-${row.account.id}`,
    account: row.account.id,
    earliest: dateOf(first),
    due: dateOf(first + days - 1),
    languages: row.language === undefined ? fields.languages : [row.language],
  };
}

function team({ team: { reps, skills, ...spec } }: ImportMap, chosen: readonly Candidate[]): unknown[] {
  if (reps !== 'owners') return makeTeam({ ...spec, reps }).map((rep) => ({ ...rep, skills }));
  const owners = [...new Set(chosen.flatMap(({ row }) => row.account.owner ?? []))].sort();
  return makeTeam({ ...spec, reps: owners.length }).map((rep, index) => ({ ...rep, id: owners[index], skills }));
}

function byId(a: Candidate, b: Candidate): number {
  return a.row.account.id < b.row.account.id ? -1 : a.row.account.id > b.row.account.id ? 1 : 0;
}
