import { RunId } from '../../core/model/ids.ts';
import { withoutAddresses } from '../../core/policy/addresses.ts';
import { policyOfTenant } from '../../core/policy/policy-of-tenant.ts';
import { effectSentences } from '../../core/report/promotion/effect.ts';
import { renderPromotion } from '../../core/report/promotion/page.ts';
import { api } from '../shared/api.ts';
import { json, notFound, page } from '../shared/api-response.ts';
import { configuration } from '../shared/configuration.ts';
import { configurationControl } from '../shared/configuration-control.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { headStore } from '../shared/head-store.ts';
import { proposalView } from '../shared/promotion-documents.ts';
import { promotionStore } from '../shared/promotion-store.ts';
import { rollbackStore } from '../shared/rollback-store.ts';
import { traceStore } from '../shared/trace-store.ts';
import { wantsPage } from '../shared/wants-page.ts';
import { baselineShown } from './baseline-shown.ts';
import { suiteResults } from './suite-results.ts';

const promotions = promotionStore();
const rollbacks = rollbackStore();
const evidence = evidenceStore();
const heads = headStore();
const traces = traceStore();
const control = configurationControl();
const config = configuration();
/** Promotions of a tenant, newest first; older ones are there by their ids. */
const LISTED = 50;

/** The policies of the caller's tenant, the candidates on their way, and why what is stable is stable. */
export const handler = api('read-policies')({
  'GET /v1/policies': async ({ caller: { tenant } }) => {
    const [deployed, baseline, candidates] = await Promise.all([
      config.policyOf(tenant),
      heads.baseline(),
      promotions.list(tenant, LISTED),
    ]);
    const set = baseline === undefined ? null : await control.policies(baseline.policyVersion);
    const stable = set === null ? null : withoutAddresses(policyOfTenant(set, tenant));
    return json(200, { deployed: deployed.value, stable, baseline: baseline?.version ?? null, candidates });
  },
  'GET /v1/promotions/{id}': async (request) => {
    const { tenant } = request.caller;
    const id = RunId.safeParse(request.path['id']);
    const promotion = id.success ? await promotions.get(tenant, id.data) : undefined;
    if (promotion === undefined) return notFound('promotion');
    const { proposal, rollback } = promotion;
    const view = proposal === undefined ? null : await proposalView(evidence, tenant, proposal);
    if (wantsPage(request)) {
      const back = rollback === undefined ? undefined : await rollbacks.get(tenant, rollback);
      const trace = await traces.read(tenant, promotion.id);
      return page(200, renderPromotion(promotion, { view, rollbackSeconds: back?.seconds ?? null, trace }));
    }
    const [results, trace] = await Promise.all([suiteResults(evidence, promotion), traces.read(tenant, promotion.id)]);
    const found = view === null ? [] : effectSentences(view);
    return json(200, { promotion, suites: results, found, trace: trace.map(({ entry }) => entry) });
  },
  'GET /v1/baselines': async ({ caller: { tenant } }) => {
    const all = await heads.baselines();
    return json(200, { baselines: await Promise.all(all.map((one) => baselineShown(evidence, tenant, one))) });
  },
});
