import { writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { approve, decisionRequests } from './approve.ts';
import { exported } from './export.ts';
import { type Access, type ApiClient, apiClient } from './http-client.ts';
import { type Json, list, member, text } from './json.ts';

export type PromotionDemoOptions = {
  readonly access: Access;
  /** the example, portfolio/1 as JSON text */
  readonly portfolio: string;
  /** the candidate, policy/1 of the tenant as JSON text */
  readonly policy: string;
  /** where its export goes, in a folder named after it */
  readonly outDir: string;
  readonly say: (line: string) => void;
};

const ENDS = [
  ...['stable', 'refused', 'failed', 'held', 'rejected', 'changes-requested', 'expired', 'overtaken', 'rolled-back'],
  ...['stopped', 'broken'],
];
const PORTFOLIO = 'example';
const PAUSE_MS = 500;
const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Shows one promotion, over HTTP only: the candidate is submitted, tried, approved through the page's own form, spread, and
 * followed to its end. In shadow a run is asked for, as a night would: a stage without a run says nothing.
 * @returns true where the candidate is the stable policy now
 */
export async function demonstratePromotion(options: PromotionDemoOptions): Promise<boolean> {
  const { access, portfolio, policy, say } = options;
  const api = await apiClient(access);
  await api.json('PUT', `/v1/portfolios/${PORTFOLIO}`, portfolio);
  const began = Date.now();
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const submitted = await api.json('POST', '/v1/policies', `{"policy":${policy}}`, headers);
  const id = text(submitted, 'id') ?? '';
  say(`Promotion ${id} has started; four suites try the candidate.`);
  const reached: Record<string, () => Promise<void>> = {
    'waiting-for-decision': async () => {
      found(await api.json('GET', `/v1/promotions/${id}`), say);
      await approveAll(access, text(submitted, 'requestedAt') ?? '', say);
    },
    shadow: () => runInShadow(api, say),
  };
  for (let before = ''; ; ) {
    const promotion = member(await api.json('GET', `/v1/promotions/${id}`), 'promotion') ?? {};
    const status = text(promotion, 'status') ?? '';
    if (status !== before) {
      say(`  ${status}`);
      await reached[status]?.();
    }
    before = status;
    if (ENDS.includes(status)) {
      const stable = ended(promotion, Math.round((Date.now() - began) / 1000), say);
      return (await kept(api, id, options)) && stable;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** What the simulated worlds say of the candidate, in the words of its page; a terminal has no use for no-break spaces. */
function found(shown: Json, say: (line: string) => void): void {
  for (const sentence of list(shown, 'found'))
    if (typeof sentence === 'string') say(`  ${sentence.replaceAll('\u00a0', ' ')}`);
}

async function approveAll(access: Access, since: string, say: (line: string) => void): Promise<void> {
  for (const { to, link } of await decisionRequests(access, since, '/v1/promotion-decisions/')) {
    const { sent, heading } = await approve(link);
    // One approval may be enough; then the other links have nothing left to decide.
    if (!sent) break;
    say(`  for ${to}: ${heading}`);
  }
}

async function runInShadow(api: ApiClient, say: (line: string) => void): Promise<void> {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const run = await api.json('POST', '/v1/runs', JSON.stringify({ portfolio: PORTFOLIO }), headers);
  say(`  ${text(run, 'id')} plans by the candidate, and publishes nothing`);
}

function ended(promotion: Json, seconds: number, say: (line: string) => void): boolean {
  const reason = text(promotion, 'reason');
  const status = text(promotion, 'status') ?? '';
  say(`The promotion has ended after ${seconds} s: ${status}${reason === undefined ? '' : `, ${reason}`}.`);
  return status === 'stable';
}

/** Keeps it as an export that checks itself. */
async function kept(api: ApiClient, id: string, { access, outDir, say }: PromotionDemoOptions): Promise<boolean> {
  const folder = join(outDir, `promotion-${id}`);
  try {
    await exported(api, access.apiUrl, { kind: 'promotion', id }, folder);
  } catch (error) {
    say(`  the export is missing: ${error instanceof Error ? error.message : error}`);
    return false;
  }
  // The application ends with the demonstration: its page is kept where it can still be read.
  const shown = join(folder, 'promotion.html');
  try {
    writeFileSync(shown, await api.page(`/v1/promotions/${id}`));
    say(`  read it:  ${shown}`);
  } catch (error) {
    say(`  its page is missing: ${error instanceof Error ? error.message : error}`);
    return false;
  }
  say(`  check it: npm run verify -- ${relative(ROOT, folder)}`);
  return true;
}
