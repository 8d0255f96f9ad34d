import { PortfolioId } from '../../core/model/ids.ts';
import { parse } from '../../core/model/parse.ts';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { MAX_PARTS, PortfolioAssembly } from '../../core/model/portfolio-upload.ts';
import { invalidBody } from '../../core/model/problem.ts';
import type { Parsed } from '../../core/model/violation.ts';
import { api } from '../shared/api.ts';
import type { BearerRequest } from '../shared/api-request.ts';
import { type ApiResponse, json, problem, problemOf } from '../shared/api-response.ts';
import { callingOff } from '../shared/calling-off.ts';
import { now } from '../shared/clock.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { objectionsOf } from '../shared/objections.ts';
import { outcomeStore } from '../shared/outcome-store.ts';
import { portfolioStore } from '../shared/portfolio-store.ts';
import { jsonValue, MAX_RECEIVED, textBody } from '../shared/request-body.ts';
import { assembled } from './assembly.ts';
import { recordsOf } from './records.ts';

const portfolios = portfolioStore();
const evidence = evidenceStore();
const objections = objectionsOf(outcomeStore());
const meetings = callingOff();

/** Takes a portfolio whole, or in parts that a last request puts together. Nothing half-valid is ever stored. */
export const handler = api('put-portfolio')({
  'PUT /v1/portfolios/{id}': putWhole,
  'PUT /v1/portfolios/{id}/parts/{n}': putPart,
});

async function putWhole(request: BearerRequest): Promise<ApiResponse> {
  const { tenant, subject } = request.caller;
  const id = PortfolioId.safeParse(request.path['id']);
  if (!id.success) return badPath('portfolio id', id.error.issues[0]?.message);
  const body = jsonValue(request, MAX_RECEIVED);
  if (!body.ok) return body.response;
  const inParts = contractOf(body.value) === 'portfolio-parts/1';
  const list = inParts ? parse(PortfolioAssembly, body.value) : undefined;
  if (list?.ok === false) return problemOf(invalidBody('portfolio-parts/1', list.violations));
  const portfolio = list?.ok
    ? await assembled({ portfolios, evidence }, tenant, id.data, list.value)
    : fromCaller(parsePortfolio(body.value));
  if (!portfolio.ok) return problemOf(invalidBody('portfolio/1', portfolio.violations));
  const objected = portfolio.value.accounts.flatMap((account) => (account.contact.objected ? [account.id] : []));
  const call = { tenant, correlation: request.correlation };
  if (objected.length > 0) await meetings.expect(tenant, call.correlation);
  await objections.keep(tenant, objected, { at: now(), source: 'portfolio' });
  if (objected.length > 0) await meetings.perform(call);
  const digest = await evidence.put(tenant, 'portfolio/1', portfolio.value);
  await portfolios.setHead(tenant, id.data, digest, subject);
  const { accounts, engagements, reps } = portfolio.value;
  return json(200, {
    portfolio: id.data,
    digest,
    accounts: accounts.length,
    engagements: engagements.length,
    reps: reps.length,
  });
}

async function putPart(request: BearerRequest): Promise<ApiResponse> {
  const { tenant } = request.caller;
  const id = PortfolioId.safeParse(request.path['id']);
  if (!id.success) return badPath('portfolio id', id.error.issues[0]?.message);
  const n = Number(/^\d{1,4}$/.test(request.path['n'] ?? '') ? request.path['n'] : Number.NaN);
  if (!(n < MAX_PARTS)) return badPath('part number', `use 0 to ${MAX_PARTS - 1}`);
  const text = textBody(request, ['application/x-ndjson', 'application/jsonl'], MAX_RECEIVED);
  if (!text.ok) return text.response;
  const records = recordsOf(text.value);
  if (!records.ok) return problemOf(invalidBody('portfolio part', records.violations));
  const digest = await evidence.put(tenant, 'portfolio-part/1', records.value);
  await portfolios.setPart(tenant, id.data, n, digest);
  return json(200, { portfolio: id.data, part: n, digest });
}

function contractOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'contract' in value ? value.contract : undefined;
}

function badPath(what: string, remedy = 'see the API document'): ApiResponse {
  return problem(400, 'malformed-path', `The ${what} is malformed`, `${remedy}.`);
}

/** Who is held out is drawn by Score; a caller who could say so could hide accounts from the plan. */
function fromCaller(parsed: Parsed<Portfolio>): Parsed<Portfolio> {
  if (!parsed.ok || parsed.value.heldOut === undefined) return parsed;
  const remedy = 'remove it: held-out accounts are drawn by the run, see learning.holdoutShare of the policy';
  const received = `${parsed.value.heldOut.length} entries`;
  return { ok: false, violations: [{ path: '/heldOut', rule: 'key.unknown', received, remedy }] };
}
